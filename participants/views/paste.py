from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect


def organisation_paste(request: HttpRequest) -> HttpResponse:
    return redirect("participants:organisation_list")


def person_paste(request: HttpRequest) -> HttpResponse:
    return redirect("participants:person_list")
