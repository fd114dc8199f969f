"""People for tests: only what is required; anything more is a trait."""

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from accounts.enums import Role, UserStatus
from accounts.models import Address, User

PASSWORD = "Bazaar-2026!"


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@example.com")
    name = factory.Sequence(lambda n: f"Person {n}")
    password = factory.django.Password(PASSWORD)
    status = UserStatus.ACTIVE
    email_verified_at = factory.LazyFunction(timezone.now)

    class Params:
        unverified = factory.Trait(status=UserStatus.PENDING, email_verified_at=None)
        suspended = factory.Trait(status=UserStatus.SUSPENDED)
        support = factory.Trait(role=Role.SUPPORT, is_staff=True)
        admin = factory.Trait(role=Role.ADMIN, is_staff=True, is_superuser=True)


class AddressFactory(DjangoModelFactory):
    class Meta:
        model = Address

    user = factory.SubFactory(UserFactory)
    first_name = "Asha"
    last_name = "Rao"
    address_line1 = "12 MG Road"
    city = "Bengaluru"
    state = "KA"
    postal_code = "560001"
    country = "IN"
