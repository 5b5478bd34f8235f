from django.http import HttpResponse

from people.audience import audience


@audience("therapist")
def template_list(request):
    return HttpResponse("template_list")
