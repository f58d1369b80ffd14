"""The records: data, constraints and queries, nothing else."""

from .access import LASTING, AccessLink, Purpose
from .achievements import Achievement, AchievementType, AchievementVersion
from .assertions import Assertion, Reception, StatusList, Visibility, Way
from .calls import Call, CarrierQuestion, Subscription
from .deposits import Deposit
from .events import Event, Verb
from .gatherings import (
    ALIVE,
    SEATED,
    Audience,
    Gathering,
    GatheringDate,
    GatheringMessage,
    GatheringStatus,
    GatheringText,
    Registration,
    RegistrationState,
    RegistrationWay,
)
from .notices import NoticeText
from .openings import ClaimRule, Opening, OpeningKind, OpeningVersion
from .organisations import Issuer, KeyState, Organisation, SigningKey
from .outbox import JobState, OutboxJob
from .reviewers import ReviewerRhythm, Rhythm
from .reviews import Decision, Outcome, Recommendation, Review
from .submissions import (
    UNDECIDED,
    BadgeClaim,
    CallApplication,
    Evidence,
    EvidenceKind,
    Holder,
    ScanState,
    State,
    Submission,
)

__all__ = [
    "ALIVE",
    "LASTING",
    "SEATED",
    "UNDECIDED",
    "AccessLink",
    "Achievement",
    "AchievementType",
    "AchievementVersion",
    "Assertion",
    "Audience",
    "BadgeClaim",
    "Call",
    "CallApplication",
    "CarrierQuestion",
    "ClaimRule",
    "Decision",
    "Deposit",
    "Event",
    "Evidence",
    "EvidenceKind",
    "Gathering",
    "GatheringDate",
    "GatheringMessage",
    "GatheringStatus",
    "GatheringText",
    "Holder",
    "Issuer",
    "JobState",
    "KeyState",
    "NoticeText",
    "Opening",
    "OpeningKind",
    "OpeningVersion",
    "Organisation",
    "OutboxJob",
    "Outcome",
    "Purpose",
    "Reception",
    "Recommendation",
    "Registration",
    "RegistrationState",
    "RegistrationWay",
    "Review",
    "ReviewerRhythm",
    "Rhythm",
    "ScanState",
    "SigningKey",
    "State",
    "StatusList",
    "Submission",
    "Subscription",
    "Verb",
    "Visibility",
    "Way",
]
