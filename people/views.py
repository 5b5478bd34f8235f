from django.http import HttpResponse

from people.audience import audience


@audience("public")
def home(request):
    return HttpResponse("home")


@audience("public")
def notice(request):
    return HttpResponse("notice")


@audience("public")
def help(request):
    return HttpResponse("help")


@audience("signed-in")
def me(request):
    return HttpResponse("me")


@audience("public")
def healthz(request):
    return HttpResponse("healthz")
