from django.http import HttpResponse

from people.audience import audience


@audience("patient")
def today(request):
    return HttpResponse("today")
