"""Who works here: accounts, and the letters by which departments authorise them."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from yimen.rules.actors import Power, Role

from ..kinds import words
from .places import Unit, Window

STAFF_PHONE = "people.account.phone"  # the field it is sealed for
STAFF_ROLES = [role.value for role in Role if role not in {Role.APPLICANT, Role.PROXY}]


class Account(AbstractBaseUser):
    """One person of the staff; never shared (R-022). What they may do follows from role, unit and level."""

    last_login = None  # sign-ins are a log, not a fact of the account
    password = models.TextField()  # argon2; whoever reads the table cannot use it
    username = models.TextField(unique=True)
    name = models.TextField()
    name_en = models.TextField(default="", db_default="")
    phone = models.BinaryField(null=True)  # sealed; the office's own number is the unit's
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="staff")  # the one home unit
    window = models.ForeignKey(
        Window, models.PROTECT, null=True, related_name="staff"
    )  # where else they sit on duty
    roles = ArrayField(models.TextField())
    employee_no = models.TextField(default="", db_default="")
    title = models.TextField(default="", db_default="")  # 职务、岗位
    appointment = models.TextField(
        default="", db_default=""
    )  # the document that names them to the post
    appointed_on = models.DateField(null=True)
    photo = models.TextField(null=True)  # its key in the storage
    active = models.BooleanField(default=True, db_default=True)
    expires_on = models.DateField(null=True)  # the last day: interns, substitutes
    must_change_password = models.BooleanField(default=False, db_default=False)
    epoch = models.IntegerField(default=1, db_default=1)  # counts up with the password: older sign-ins end

    objects = BaseUserManager["Account"]()
    USERNAME_FIELD = "username"

    class Meta:
        indexes = [GinIndex(fields=["roles"], name="account_roles")]
        constraints = [
            models.CheckConstraint(condition=Q(roles__contained_by=STAFF_ROLES), name="account_roles_known"),
        ]

    @property
    def is_active(self) -> bool:  # type: ignore[override]
        return self.active

    def works_on(self, day: date) -> bool:
        return self.active and (self.expires_on is None or day <= self.expires_on)


class AuthorisationLetter(models.Model):
    """授权委托书: a department's head lets one person accept, review, decide or seal in its name (R-011).

    Never changed: it is revoked and another issued.
    """

    number = models.TextField(unique=True)
    department = models.ForeignKey(Unit, models.PROTECT, related_name="letters")
    holder = models.ForeignKey(Account, models.PROTECT, related_name="letters")
    powers = ArrayField(models.TextField())
    items = ArrayField(models.TextField(), null=True)  # item codes; null: all items of the department
    signed_by = models.TextField()  # the department's head
    valid_from = models.DateField()
    valid_to = models.DateField()  # its last day
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(powers__contained_by=words(Power)) & Q(powers__len__gte=1),
                name="letter_powers_known",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__gte=F("valid_from")), name="letter_ends_after_it_begins"
            ),
        ]
