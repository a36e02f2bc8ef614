"""The tables of the check-in line.

What counts is in the record, as entries. Here is what works towards it: who may call in, when to
look at whom, what is to be sent, what calls are under way, and what people said, sealed.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone


class Enrolment(models.Model):
    """Who may call in.

    Attributes:
        person: The person's number in the case.
        number: What they enter on the telephone.
        pin: The hash of their PIN.
        language: The language they chose last; blank while they have not.
        telephone: Where they are reached, in E.164, sealed; none where none is known.
        hint: A keyed hash of it, by which a call or text from it is recognised; it proves nothing.
        court: The next court date, ISO 8601, with an hour where one is known; blank where not.
        by: Who let them call in.
        ended: Since when they no longer may.
    """

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="enrolments")
    person = models.CharField(max_length=120)
    number = models.CharField(max_length=12)
    pin = models.CharField(max_length=200)
    language = models.CharField(max_length=8, blank=True)
    telephone = models.BinaryField(null=True)
    hint = models.CharField(max_length=64, blank=True)
    court = models.CharField(max_length=32, blank=True)
    by = models.CharField(max_length=200, blank=True)
    since = models.DateTimeField(default=timezone.now)
    ended = models.DateTimeField(null=True, blank=True)

    class Meta:
        """One a person and one a number at a time."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["case", "person"], condition=models.Q(ended=None), name="enrolled_once"
            ),
            models.UniqueConstraint(
                fields=["case", "number"], condition=models.Q(ended=None), name="number_once"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["case", "hint"], name="enrolled_by_telephone"),
        ]


class OptOut(models.Model):
    """A telephone that asked not to be written to, or to be again: the last one counts."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="opt_outs")
    hint = models.CharField(max_length=64)
    out = models.BooleanField()
    at = models.DateTimeField(default=timezone.now)
    how = models.CharField(max_length=200, blank=True)

    class Meta:
        """Found by telephone, the last first."""

        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["case", "hint", "-at"], name="opt_out_by_telephone")
        ]


class Due(models.Model):
    """When to look at a person next; workers change it only where it still is what they read.

    Attributes:
        at: When, as the case has the time; none: nothing will ever be due.
        turn: Counts the changes: a worker writes only where it is the one that it read.
        schedule: The person's terms as they were read from the record, as JSON
            (`drawdown.check_in.stored`); blank where nobody released them on terms.
        happened: What the record says happened to them of late, as JSON.
        day: The due day of the window that is open or comes next, as of the last look; with when it
            `opens`, is `due` and `closes`, and how it `stands` (`made`, `paused`, `excused`, or
            `asks`). Only for finding people: what a page says of them is derived anew.
    """

    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="dues", db_index=False)
    person = models.CharField(max_length=120)
    at = models.DateTimeField(null=True)
    turn = models.BigIntegerField(default=0)
    schedule = models.TextField(default="", blank=True)
    happened = models.TextField(default="", blank=True)
    day = models.DateField(null=True)
    opens = models.DateTimeField(null=True)
    due = models.DateTimeField(null=True)
    closes = models.DateTimeField(null=True)
    stands = models.CharField(max_length=8, default="", blank=True)

    class Meta:
        """One a person; found by the moment, and by how their window stands."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "person"], name="due_once")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["case", "at"], name="due_by_moment"),
            models.Index(fields=["case", "stands", "due"], name="due_by_standing"),
        ]


class Upkeep(models.Model):
    """How far the record of a case was read for people's schedules: each entry once.

    Attributes:
        position: The number of the last entry that was read.
    """

    case = models.OneToOneField("cases.Case", models.CASCADE, related_name="upkeep")
    position = models.BigIntegerField(default=0)


class Telling(models.Model):
    """An outage that is over, and how far those whom it excused have been told.

    Attributes:
        outage: The entry that says from when until when it was.
        through: The key of the last `Due` row that was looked at.
        over: When all were.
    """

    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="tellings")
    outage = models.CharField(max_length=240)
    since = models.DateTimeField()
    until = models.DateTimeField()
    side = models.CharField(max_length=8)
    through = models.BigIntegerField(default=0)
    over = models.DateTimeField(null=True)

    class Meta:
        """One an entry."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "outage"], name="telling_once")
        ]


class LadderChange(models.Model):
    """What a case does to reach people, from a moment on; a change is a further row.

    Attributes:
        since: From when it holds.
        ladder: It as JSON (`drawdown.check_in.stored`).
        by: Who set it, and `reason` why.
    """

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="ladders")
    since = models.DateTimeField()
    ladder = models.TextField()
    by = models.CharField(max_length=200)
    reason = models.CharField(max_length=500, blank=True)
    made = models.DateTimeField(default=timezone.now)

    class Meta:
        """Found by time."""

        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["case", "-since"], name="ladder_by_time")
        ]


class Step(models.Model):
    """Something to be sent, called or asked: written down with its key before it is done.

    Attributes:
        key: Its idempotency key: no step is ever taken twice.
        what: The rung of the ladder, or `receipt`, `invite_back`, `excused`, `told`.
        means: `text`, `call`, `task`, or `mail` to members of the case.
        day: The due day of the window that it is about, where it is about one.
        text: The key of its words in a language's texts, or of a letter to members.
        values: What its words are filled with; nothing of it is private.
        made: When it was written down.
        after: Not to be sent before, as in quiet hours; `until` says from when on it is too late,
            where it ever is.
        claim: Which sender has it, and `claimed` since when; it is never sent by another one.
        sent: When the carrier or our own line took it.
        over: When it was known what came of it.
        outcome: What came of it (`drawdown.check_in.happened.Outcome`); `uncertain` where a sender
            went away between claiming and sending: somebody has to look, and it is not sent again.
        side: On whose side it failed, where it did; `how` says how that is known.
        carrier: What the carrier calls it.
        entry: The entry that tells of it in the record, once there is one.
    """

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="steps", db_index=False)
    key = models.CharField(max_length=240)
    person = models.CharField(max_length=120, blank=True)
    what = models.CharField(max_length=40)
    means = models.CharField(max_length=8)
    day = models.DateField(null=True)
    text = models.CharField(max_length=40, blank=True)
    values: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    made = models.DateTimeField()
    after = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(null=True)
    claim = models.CharField(max_length=32, blank=True)
    claimed = models.DateTimeField(null=True)
    sent = models.DateTimeField(null=True)
    over = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=16, blank=True)
    side = models.CharField(max_length=8, blank=True)
    how = models.CharField(max_length=200, blank=True)
    carrier = models.CharField(max_length=80, blank=True)
    entry = models.CharField(max_length=240, blank=True)

    class Meta:
        """One a key; found by person, by the carrier's name for it, where nobody has it, by end."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "key"], name="step_once")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["case", "person", "-made"], name="step_by_person"),
            models.Index(fields=["carrier"], name="step_by_carrier"),
            models.Index(
                fields=["case", "means", "after"], name="step_to_do",
                condition=models.Q(claimed=None, over=None),
            ),
            models.Index(
                fields=["case", "means", "claimed"], name="step_in_hand",
                condition=models.Q(over=None, sent=None, claimed__isnull=False),
            ),
            models.Index(
                fields=["case", "means", "sent"], name="step_unheard",
                condition=models.Q(over=None, sent__isnull=False),
            ),
            models.Index(
                fields=["case", "entry"], name="step_of_outage", condition=models.Q(what="excused")
            ),
            models.Index(
                fields=["case", "means", "over"], name="step_by_end",
                condition=models.Q(over__isnull=False),
            ),
        ]  # fmt: skip


class Call(models.Model):
    """A call, in or out.

    Attributes:
        name: Its id, which no other call has.
        line: The kind of line, such as `sip`.
        direction: `in` or `out`.
        hint: A keyed hash of the telephone at the other end; blank where hidden.
        state: The dialogue's state between two events, sealed; none once the call is over.
        turns: What was answered to events that may come twice, by a line that is asked anew for
            each of them.
        waits: Whether its end is to be told to the dialogue yet, or messages are to be fetched.
        reached: How far the dialogue had come, `done` what was carried out, once it is over.
    """

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="calls")
    name = models.CharField(max_length=120)
    line = models.CharField(max_length=16)
    direction = models.CharField(max_length=3, default="in")
    person = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=8, blank=True)
    hint = models.CharField(max_length=64, blank=True)
    started = models.DateTimeField()
    ended = models.DateTimeField(null=True)
    state = models.BinaryField(null=True)
    turns: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    waits = models.BooleanField(default=False)
    reached = models.CharField(max_length=24, blank=True)
    done: models.JSONField[list[str], list[str]] = models.JSONField(default=list)
    pressed = models.BooleanField(default=False)
    side = models.CharField(max_length=8, blank=True)
    how = models.CharField(max_length=200, blank=True)

    class Meta:
        """One a name; found by person and time, and by the telephone."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "name"], name="call_once")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["case", "-started"], name="call_by_time"),
            models.Index(fields=["case", "person", "-started"], name="call_by_person"),
            models.Index(fields=["case", "hint", "-started"], name="call_by_telephone"),
            models.Index(fields=["case", "started"], name="call_that_waits",
                         condition=models.Q(waits=True)),
        ]  # fmt: skip


class Receipt(models.Model):
    """A receipt number that was read out: no two check-ins have one."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="receipts")
    number = models.CharField(max_length=12)
    entry = models.CharField(max_length=240)

    class Meta:
        """One a number, one an entry."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "number"], name="receipt_once"),
            models.UniqueConstraint(fields=["case", "entry"], name="receipt_of_entry"),
        ]


class Said(models.Model):
    """What somebody said or typed that no entry may hold in the open: sealed, under its `name`.

    Attributes:
        kind: `sound` (a WAV file of some `seconds`), `telephone` to call back, or `text`.
    """

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="said")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=12)
    call = models.CharField(max_length=120, blank=True)
    person = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField()
    seconds = models.FloatField(default=0)
    sealed = models.BinaryField()

    class Meta:
        """One a name."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "name"], name="said_once")
        ]


class WrongTry(models.Model):
    """A number and PIN that did not belong together; nobody is locked out by it."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="wrong_tries")
    key = models.CharField(max_length=240)
    call = models.CharField(max_length=120)
    number = models.CharField(max_length=12, blank=True)
    at = models.DateTimeField()

    class Meta:
        """One a key; found by number and time."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "key"], name="wrong_try_once")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["case", "number", "-at"], name="wrong_try_by_number"),
        ]


class Beat(models.Model):
    """A process of ours and when it was last known to work.

    Attributes:
        name: Its name, such as `host:1234:ab12 worker`.
        kind: `worker` (looks for what is due), `sender`, or `line` (answers calls).
        line: The kind of line, where it is one.
        at: When it last said so, by the clock of the machine.
        count: How often it has: that it changes tells more than a clock that may be set back.
        stopped: When it ended as it should, after which its silence is no outage.
        trouble: What it says is wrong, such as a trunk that does not register; blank where nothing.
        troubled: Since when.
    """

    name = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=8)
    line = models.CharField(max_length=16, blank=True)
    since = models.DateTimeField(default=timezone.now)
    at = models.DateTimeField(default=timezone.now)
    count = models.BigIntegerField(default=0)
    stopped = models.DateTimeField(null=True, blank=True)
    trouble = models.CharField(max_length=200, blank=True)
    troubled = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Found by kind and time."""

        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["kind", "-at"], name="beat_by_kind"),
        ]
