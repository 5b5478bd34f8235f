from django.http import HttpResponse

from people.audience import audience


@audience("public")
def stretch_list(request):
    return HttpResponse("stretch_list")


@audience("public")
def stretch_detail(request, slug):
    return HttpResponse("stretch_detail")
