"""The public's addresses, each under its language; collected here because this app may know all the others."""

from django.urls import path

from candidates.views.public import candidates
from commission.views.home import home
from commission.views.public import decisions, timetable, timetable_feed
from results.views.public import overview, results
from stations.views.public import stations

app_name = "public"
urlpatterns = [
    path("", home, name="home"),
    path("elections/<slug:slug>/", overview, name="overview"),
    path("elections/<slug:slug>/timetable/", timetable, name="timetable"),
    path("elections/<slug:slug>/timetable.ics", timetable_feed, name="timetable_feed"),
    path("elections/<slug:slug>/candidates/", candidates, name="candidates"),
    path("elections/<slug:slug>/stations/", stations, name="stations"),
    path("elections/<slug:slug>/decisions/", decisions, name="decisions"),
    path("elections/<slug:slug>/results/", results, name="results"),
]
