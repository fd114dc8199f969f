"""The people of the demo shop. Everybody knows their password."""

import io
from typing import Any

from django.utils import timezone
from PIL import Image, ImageDraw

from accounts.constants import DOCUMENT_PURPOSE
from accounts.enums import ApplicationStatus, Role, UserStatus
from accounts.models import RoleApplication, User
from accounts.services import add_address
from accounts.services.applications import attach_papers
from accounts.services.staff import follow_role
from core import demo
from core.documents import store_document
from core.models import Document

STAFF = {"admin": Role.ADMIN, "support": Role.SUPPORT}
APPROVED = {"seller": Role.SELLER, "seller2": Role.SELLER, "retailer": Role.RETAILER}
PEOPLE = {
    "admin": ("Anjali Menon", "+919845012301", "SH-ADM2N4"),
    "support": ("Samir Khan", "+919845012302", "SH-SPRT56"),
    "seller": ("Meera Pillai", "+919845012303", "SH-MEERA2"),
    "seller2": ("Tashi Dorje", "+919845012304", "SH-TASH34"),
    "retailer": ("Harpreet Singh", "+919845012305", "SH-HARP47"),
    "shopper": ("Asha Rao", "+919845012306", "SH-ASHA72"),
}
LOGINS = [f"{who}@{demo.DOMAIN}" for who in PEOPLE]
ADDRESSES = {
    "shopper": [
        {
            "label": "Home",
            "first_name": "Asha",
            "last_name": "Rao",
            "phone": "+919845012306",
            "address_line1": "12 MG Road",
            "address_line2": "Flat 4B",
            "city": "Bengaluru",
            "state": "Karnataka",
            "postal_code": "560001",
            "country": "IN",
        },
        {
            "label": "Office",
            "first_name": "Asha",
            "last_name": "Rao",
            "phone": "+919845012306",
            "address_line1": "7 Residency Road, 3rd floor",
            "city": "Bengaluru",
            "state": "Karnataka",
            "postal_code": "560025",
            "country": "IN",
        },
        {
            "label": "Leela in London",
            "first_name": "Leela",
            "last_name": "Rao",
            "phone": "+442079460958",
            "address_line1": "221B Baker Street",
            "city": "London",
            "postal_code": "NW1 6XE",
            "country": "GB",
        },
    ],
    "retailer": [
        {
            "label": "Shop",
            "first_name": "Harpreet",
            "last_name": "Singh",
            "phone": "+919845012305",
            "address_line1": "18 Hall Bazaar",
            "city": "Amritsar",
            "state": "Punjab",
            "postal_code": "143001",
            "country": "IN",
        },
    ],
}
APPLICATIONS = {
    "seller": (Role.SELLER, "Pillai Spices", "32ABCDE1234F1Z5", "Pepper and cardamom from our own hills in Idukki."),
    "seller2": (Role.SELLER, "Tashi Weaves", "11ABCDE1234F1Z9", "Sarees, shirts and dolls from handlooms in Gangtok."),
    "shopper": (
        Role.SELLER,
        "Asha's Block Prints",
        "29ABCDE1234F1Z7",
        "Cushion covers that I print at the kitchen table.",
    ),
    "retailer": (Role.RETAILER, "Singh General Store", "03ABCDE1234F1Z2", "We would like to order by the carton."),
}


def load_people() -> str:
    """Make whoever is missing, each with their addresses and, where they applied, their application."""
    made = [who for who in PEOPLE if not User.objects.by_email(f"{who}@{demo.DOMAIN}").exists()]
    for who in made:
        _make(who)
    return f"{len(made)} made, {len(PEOPLE)} there"


def _make(who: str) -> None:
    name, phone_number, shopper_id = PEOPLE[who]
    now = timezone.now()
    user = User(
        email=f"{who}@{demo.DOMAIN}",
        name=name,
        phone_number=phone_number,
        shopper_id=shopper_id,
        role=STAFF.get(who) or APPROVED.get(who, Role.CUSTOMER),
        status=UserStatus.ACTIVE,
        is_staff=who in STAFF,
        is_superuser=who == "admin",
        region="IN",
        timezone="Asia/Kolkata",
        email_verified_at=now,
        phone_verified_at=now,
    )
    user.set_password(demo.PASSWORD)
    user.save(force_insert=True)
    follow_role(user=user)
    for fields in ADDRESSES.get(who, []):
        add_address(user=user, **dict[str, Any](fields))
    if who in APPLICATIONS:
        role, business_name, tax_id, message = APPLICATIONS[who]
        application = RoleApplication(
            user=user,
            role=role,
            business_name=business_name,
            tax_id=tax_id,
            message=message,
            status=ApplicationStatus.APPROVED if who in APPROVED else ApplicationStatus.PENDING,
            decided_at=now if who in APPROVED else None,
        )
        application.save(force_insert=True)
        attach_papers(application, [_certificate(application).pk])


def _certificate(application: RoleApplication) -> Document:
    """A paper for staff to open: plain enough to be taken for nothing else."""
    sheet = Image.new("RGB", (840, 1188), "white")
    lines = f"CERTIFICATE OF REGISTRATION\n(a specimen)\n\n{application.business_name}\n{application.tax_id}"
    ImageDraw.Draw(sheet).multiline_text((90, 120), lines, fill="black", font_size=36, spacing=18)
    file = io.BytesIO()
    sheet.save(file, "PDF")
    file.seek(0)
    return store_document(
        file=file, name="Certificate of registration.pdf", purpose=DOCUMENT_PURPOSE, uploaded_by=application.user_id
    )
