"""The candidate portal. Its addresses carry no language (the account's counts) and nothing personal: slug and number only."""

from django.urls import path

from candidates.views.apply import correction, ending, filling, handing_in, papers, prints, proxies, start

app_name = "apply"
CASE = "<slug:slug>/<int:number>/"
urlpatterns = [
    path("", start.home, name="home"),
    path("<slug:slug>/", start.election, name="election"),
    path("<slug:slug>/check/", start.check, name="check"),
    path("<slug:slug>/start/", start.start, name="start"),
    path(CASE, filling.case, name="case"),
    path(CASE + "page/<slug:code>/", filling.section, name="section"),
    path(CASE + "paper/<slug:code>/", papers.paper, name="paper"),
    path(CASE + "file/<int:pk>/", papers.document, name="file"),
    path(CASE + "precheck/", filling.check_today, name="precheck"),
    path(CASE + "answers/", handing_in.answers, name="answers"),
    path(CASE + "receipt/<int:ordinal>/", handing_in.receipt, name="receipt"),
    path(CASE + "receipt/<int:ordinal>/pdf/", handing_in.receipt_pdf, name="receipt_pdf"),
    path(CASE + "correction/", correction.notice, name="correction"),
    path(CASE + "correction/notice/<int:ordinal>/pdf/", correction.notice_pdf, name="notice_pdf"),
    path(CASE + "correction/<int:pk>/", correction.point, name="point"),
    path(CASE + "correction/hand-in/", correction.hand_in, name="hand_in"),
    path(CASE + "correction/close/", correction.close, name="close"),
    path(CASE + "withdraw/", ending.withdraw, name="withdraw"),
    path(CASE + "discard/", ending.discard, name="discard"),
    path(CASE + "proxies/", proxies.proxies, name="proxies"),
    path(CASE + "proxies/<int:pk>/end/", proxies.end, name="end_proxy"),
    path(CASE + "proxies/<int:pk>/certificate/", prints.proxy_certificate, name="proxy_certificate"),
    path(CASE + "certificate/", prints.certificate, name="certificate"),
    path(CASE + "print/application/", prints.application, name="print_application"),
    path(CASE + "print/withdrawal/", prints.withdrawal, name="print_withdrawal"),
]
