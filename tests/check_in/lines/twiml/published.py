"""The elements and attributes of TwiML that we may use, as Twilio publishes them.

Taken by hand from https://www.twilio.com/docs/voice/twiml (`gather`, `say`, `play`, `pause`,
`record`, `dial`, `number`, `redirect`, `hangup`) and https://www.twilio.com/docs/messaging/twiml
(`message`, `redirect`), of June 2026. What stands in what is of the same pages.
"""

from __future__ import annotations

ATTRIBUTES: dict[str, set[str]] = {
    "Response": set(),
    "Gather": {
        "action", "finishOnKey", "hints", "input", "language", "method", "numDigits",
        "partialResultCallback", "partialResultCallbackMethod", "profanityFilter", "speechTimeout",
        "timeout", "speechModel", "enhanced", "actionOnEmptyResult",
    },
    "Say": {"voice", "loop", "language"},
    "Play": {"loop", "digits"},
    "Pause": {"length"},
    "Record": {
        "action", "method", "timeout", "finishOnKey", "maxLength", "playBeep", "trim",
        "recordingStatusCallback", "recordingStatusCallbackMethod", "recordingStatusCallbackEvent",
        "transcribe", "transcribeCallback",
    },
    "Dial": {
        "action", "answerOnBridge", "callerId", "callReason", "hangupOnStar", "method", "record",
        "recordingStatusCallback", "recordingStatusCallbackEvent", "recordingStatusCallbackMethod",
        "recordingTrack", "referUrl", "referMethod", "ringTone", "sequential", "timeLimit",
        "timeout", "trim",
    },
    "Number": {
        "sendDigits", "url", "method", "byoc", "statusCallbackEvent", "statusCallback",
        "statusCallbackMethod", "machineDetection",
    },
    "Redirect": {"method"},
    "Hangup": set(),
    "Message": {"to", "from", "action", "method", "statusCallback"},
}  # fmt: skip
INSIDE: dict[str, set[str]] = {
    "Response": {"Gather", "Say", "Play", "Pause", "Record", "Dial", "Redirect", "Hangup",
                 "Message"},
    "Gather": {"Say", "Play", "Pause"},
    "Dial": {"Number"},
}  # fmt: skip
KEYS = set("0123456789#*")
