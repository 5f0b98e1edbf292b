"""Invented data for the style guide, in the three languages, shaped as the components take it."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from django import forms
from django.core.paginator import Paginator

from commission.gantt import gantt


class SampleForm(forms.Form):
    name = forms.CharField(label="Тегі, аты, әкесінің аты", help_text="As in the identity card.")
    email = forms.EmailField(label="E-mail")
    way = forms.ChoiceField(label="Способ выдвижения", choices=[("", "–"), ("self", "Самовыдвижение"), ("party", "Партия")])
    channel = forms.ChoiceField(
        label="Handed in", choices=[("portal", "through the portal"), ("paper", "on paper")], widget=forms.RadioSelect
    )
    paper = forms.FileField(label="Application", required=False)
    remark = forms.CharField(label="Remark", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    declared = forms.BooleanField(label="What I wrote is true.")


def planned(title: str, first: int, days: int, *, binding: bool = True) -> SimpleNamespace:
    """An entry of the sample plan: `first` days from its beginning, a plain deadline where it takes no days."""
    begins = datetime(2025, 8, 27, 19, 0, tzinfo=UTC) + timedelta(days=first)
    ends = begins + timedelta(days=days)
    return SimpleNamespace(title=title, starts_at=begins if days else None, due_at=ends, precision="moment", binding=binding)


def sample() -> dict[str, Any]:
    """Invented data in the three languages, shaped as the components take it."""
    noon = datetime(2025, 9, 11, 13, 0, tzinfo=UTC)
    entry = SimpleNamespace(
        title="Кандидаттарды ұсыну", starts_at=noon - timedelta(days=14), due_at=noon, article="CL ch. 13-1", certainty="verified"
    )
    return {
        "crumbs": [("Elections", "#"), ("Семей қаласы әкімінің сайлауы", "#"), ("Results", None)],
        "tabs": [
            ("Overview", "#", False),
            ("Timetable", "#", False),
            ("Candidates", "#", False),
            ("Polling stations", "#", False),
            ("Decisions", "#", False),
            ("Results", "#", True),
        ],
        "gantt": gantt(
            [
                planned("Кандидаттарды ұсыну", 0, 15),
                planned("Проверка подписей", 15, 5, binding=False),
                planned("Deposits paid", 20, 0),
                planned("Дауыс беру", 45, 1),
            ],
            polling_date=date(2025, 10, 12),
            zone="Asia/Almaty",
            now=noon,
        ),
        "polling": date(2025, 10, 12),
        "facts": [
            ("Polling day", "12 October 2025"),
            ("Аумақтық сайлау комиссиясы", "Семей қаласының аумақтық сайлау комиссиясы"),
            ("Избирательный взнос", "425 000 ₸"),
            ("Turnout", None),
        ],
        "steps": [
            {"label": "Кандидаттарды ұсыну", "state": "done", "note": "28 August – 11 September"},
            {"label": "Регистрация", "state": "done", "note": "until 16 September, 18:00"},
            {"label": "Campaign", "state": "now", "note": "until 11 October"},
            {"label": "Дауыс беру", "state": "", "note": "12 October, 07:00–20:00"},
            {"label": "Result", "state": ""},
        ],
        "entry": entry,
        "bars": [
            {"label": "Мырзағалиева Айгүл Серікбайқызы", "value": 61234, "share_text": "58.41 %", "width": 584, "elected": True},
            {
                "label": "Константинопольская-Әбдірахманова Гүлжаһан",
                "value": 24100,
                "share_text": "22.99 %",
                "width": 229,
                "elected": False,
            },
            {"label": "Smagulov Daniyar", "value": 14021, "share_text": "13.37 %", "width": 133, "elected": False},
            {"label": "Бәріне қарсымын", "value": 5480, "share_text": "5.23 %", "width": 52, "elected": False},
        ],
        "events": [
            {"at": noon - timedelta(days=3), "title": "Құжаттар қабылданды", "text": "Receipt 2025-SEM-0007", "who": "secretary"},
            {"at": noon - timedelta(days=1), "title": "Проверка завершена", "text": "No open question."},
            {"at": noon, "title": "Registered by decision No. 14", "url": "#", "who": "commission"},
        ],
        "person_facts": [("Born", 1979), ("Way", "Self-nomination"), ("Occupation", "мектеп директоры")],
        "at": noon,
        "digest": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "range": {"standing": "inferred", "lowest": 380, "highest": 390},
        "page": Paginator(range(128), 20).page(3),
        "form": SampleForm(),
        "form_with_errors": SampleForm({"name": "", "email": "not an address", "declared": ""}, auto_id="wrong_%s"),
    }
