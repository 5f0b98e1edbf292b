"""The public's addresses, each under its language; collected here because this app may know all the others."""

from django.urls import path

from candidates.views.open_data import candidates_csv, candidates_excel, candidates_json
from candidates.views.public import candidate, candidates
from commission.views.decision_pdf import decision_pdf
from commission.views.home import home
from commission.views.plan_pdf import plan_pdf
from commission.views.public import decisions, timetable, timetable_feed
from results.views.public import overview, results
from stations.views.public import stations

app_name = "public"
urlpatterns = [
    path("", home, name="home"),
    path("elections/<slug:slug>/", overview, name="overview"),
    path("elections/<slug:slug>/timetable/", timetable, name="timetable"),
    path("elections/<slug:slug>/timetable.ics", timetable_feed, name="timetable_feed"),
    path("elections/<slug:slug>/timetable.pdf", plan_pdf, name="plan_pdf"),
    path("elections/<slug:slug>/candidates/", candidates, name="candidates"),
    path("elections/<slug:slug>/candidates/<int:number>/", candidate, name="candidate"),
    path("elections/<slug:slug>/candidates.csv", candidates_csv, name="candidates_csv"),
    path("elections/<slug:slug>/candidates-excel.csv", candidates_excel, name="candidates_excel"),
    path("elections/<slug:slug>/candidates.json", candidates_json, name="candidates_json"),
    path("elections/<slug:slug>/stations/", stations, name="stations"),
    path("decisions/<int:pk>.pdf", decision_pdf, name="decision_pdf"),
    path("elections/<slug:slug>/decisions/", decisions, name="decisions"),
    path("elections/<slug:slug>/results/", results, name="results"),
]
