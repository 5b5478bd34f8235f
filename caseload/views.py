from django.http import HttpResponse

from people.audience import audience


@audience("therapist")
def caseload(request):
    return HttpResponse("caseload")


@audience("therapist")
def patient_detail(request, code):
    return HttpResponse("patient_detail")
