"""Only what the provider signed is taken, and Twilio's own library agrees on what that is."""

from __future__ import annotations

from base64 import b64encode
from datetime import UTC, datetime, timedelta
from hashlib import sha1, sha256
from hmac import new as hmac
from urllib.parse import urlencode

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import assume, given
from hypothesis import strategies as st
from twilio.request_validator import RequestValidator

from drawdown.check_in.lines.twiml import Webhook, is_genuine, public_url
from drawdown.check_in.lines.twiml.signature import signature, ways_of_writing

NOW = datetime(2020, 6, 1, 16, tzinfo=UTC)
TOKEN = "12345"  # noqa: S105  made up
URL = "https://line.example.org/twiml/voice?case=7&turn=3"
FORM = {"content-type": "application/x-www-form-urlencoded; charset=UTF-8"}
USUAL = {"https", "http", "https:443", "http:80"}
names = st.text("abcdefgCallSidFrom_", min_size=1, max_size=12)
values = st.text(st.characters(codec="utf-8", exclude_characters="\r\n\0"), max_size=30)
forms = st.dictionaries(names, values, max_size=8)
urls = st.builds(
    lambda scheme, port, query: f"{scheme}://line.example.org{port}/twiml/voice{query}",
    st.sampled_from(["https", "http"]), st.sampled_from(["", ":443", ":80", ":8443"]),
    st.sampled_from(["", "?turn=3", "?a=%C3%A9&b=+", "?case=7&turn=3"]),
)  # fmt: skip


def signed(url: str, form: dict[str, str], given_: str, **headers: str) -> Webhook:
    return Webhook.of(
        url, FORM | {"X-Twilio-Signature": given_} | headers, urlencode(form).encode()
    )


def genuine(hook: Webhook, *keys: str) -> bool:
    return is_genuine(hook, "twilio", keys or (TOKEN,), NOW)


@given(urls, forms)
def test_ours_takes_what_twilios_library_signs(url: str, form: dict[str, str]) -> None:
    for algorithm in ("HMAC_SHA1", "HMAC_SHA256"):
        made = RequestValidator(TOKEN).compute_signature(url, form, algorithm)
        settings = {"X-Twilio-Webhooks-Signature-Settings": f"key=k1,algorithm={algorithm}"}
        assert genuine(signed(url, form, made, **settings))
        assert not is_genuine(signed(url, form, made, **settings), "twilio", ["other"], NOW)


@given(urls, forms)
def test_twilios_library_takes_what_ours_signs(url: str, form: dict[str, str]) -> None:
    made = signature(TOKEN, url, {name: (value,) for name, value in form.items()})
    assert RequestValidator(TOKEN).validate(url, form, made)


@given(urls, forms, st.booleans())
def test_the_usual_port_may_be_written_or_not(
    url: str, form: dict[str, str], reverse: bool
) -> None:  # fmt: skip
    one, other = (ways_of_writing(url) * 2)[:2]
    if reverse:
        one, other = other, one
    made = RequestValidator(TOKEN).compute_signature(one, form)
    hook = signed(other, form, made)
    assume(url.partition(":")[0] + url[url.index("org") + 3 :].partition("/")[0] in USUAL)
    assert genuine(hook)
    assert RequestValidator(TOKEN).validate(other, form, made)


@given(urls, forms, st.data())
def test_any_change_is_refused(url: str, form: dict[str, str], data: st.DataObject) -> None:
    made = RequestValidator(TOKEN).compute_signature(url, form)
    what = data.draw(
        st.sampled_from(["url", "signature", "value", "name", "more", "less", "twice"])
    )
    place = data.draw(st.integers(0, 200))
    changed = dict(form)
    body: bytes | None = None
    if what == "url":
        at = place % (len(url) - 8) + 8
        url = url[:at] + data.draw(st.sampled_from("xyz~")) + url[at:]
    elif what == "signature":
        at = place % len(made)
        other = data.draw(st.sampled_from("AbC1+/"))
        made = made[:at] + (other if made[at] != other else "=") + made[at + 1 :]
    elif what == "more":
        changed["Zz"] = data.draw(values)
    elif form:
        name = sorted(form)[place % len(form)]
        if what == "value":
            changed[name] = form[name] + data.draw(st.sampled_from("xyz"))
        elif what == "name":
            changed[name + "Q"] = changed.pop(name)
        elif what == "less":
            del changed[name]
        else:
            body = urlencode([*form.items(), (name, form[name])]).encode()
    else:
        changed = {"Digits": "1"}
    hook = signed(url, changed, made)
    if body is not None:
        hook = Webhook.of(url, FORM | {"X-Twilio-Signature": made}, body)
    assert not genuine(hook)


@given(st.text(max_size=80))
def test_a_body_that_is_no_form_is_covered_by_its_hash(text: str) -> None:
    body = text.encode("utf-8", "surrogatepass")
    json = {"content-type": "application/json"}
    url = f"{URL}&bodySHA256={sha256(body).hexdigest()}"
    made = signature(TOKEN, url, {})
    assert genuine(Webhook.of(url, json | {"X-Twilio-Signature": made}, body))
    if body:
        other = Webhook.of(url, json | {"X-Twilio-Signature": made}, body + b" ")
        assert not genuine(other)
        bare = signature(TOKEN, URL, {})
        assert not genuine(Webhook.of(URL, json | {"X-Twilio-Signature": bare}, body))


def test_twilios_library_takes_our_signature_of_json() -> None:
    body = '{"status": "ok"}'
    url = f"{URL}&bodySHA256={sha256(body.encode()).hexdigest()}"
    assert RequestValidator(TOKEN).validate(url, body, signature(TOKEN, url, {}))


def test_a_form_cannot_pose_as_something_else() -> None:
    """A request whose address alone was signed does not carry a body of another kind."""
    made = signature(TOKEN, URL, {})
    for kind in ("text/plain", "multipart/form-data; boundary=x", "application/json"):
        hook = Webhook.of(URL, {"content-type": kind, "x-twilio-signature": made}, b"Digits=1")
        assert not genuine(hook)
        assert hook["Digits"] == ""
    assert not genuine(signed(URL, {"Digits": "1"}, made))


def test_behind_a_proxy_the_address_is_the_one_that_was_configured() -> None:
    form = {"Digits": "1"}
    made = RequestValidator(TOKEN).compute_signature(URL, form)
    seen = "/twiml/voice?case=7&turn=3"  # by us, at http://10.0.0.5:8000
    assert genuine(signed(public_url("https://line.example.org", seen), form, made))
    assert not genuine(signed(public_url("http://10.0.0.5:8000", seen), form, made))
    forwarded = {"X-Forwarded-Host": "line.example.org", "Host": "line.example.org"}
    assert not genuine(signed(public_url("https://evil.example", seen), form, made, **forwarded))


@pytest.mark.parametrize("given_", ["", "é", "A" * 28])
def test_no_signature_or_nonsense_is_refused(given_: str) -> None:
    assert not genuine(signed(URL, {"Digits": "1"}, given_))
    assert not genuine(Webhook.of(URL, FORM, b"Digits=1"))


def test_without_a_key_nothing_is_genuine() -> None:
    made = signature("", URL, {"Digits": ("1",)})
    assert not is_genuine(signed(URL, {"Digits": "1"}, made), "twilio", [""], NOW)
    assert not is_genuine(signed(URL, {"Digits": "1"}, made), "twilio", [], NOW)


def test_an_unknown_algorithm_is_refused_and_two_keys_may_overlap() -> None:
    made = signature(TOKEN, URL, {"Digits": ("1",)})
    settings = {"X-Twilio-Webhooks-Signature-Settings": "key=k1,algorithm=NONE"}
    assert not genuine(signed(URL, {"Digits": "1"}, made, **settings))
    assert genuine(signed(URL, {"Digits": "1"}, made), "new", TOKEN)


def test_signalwire_signs_forms_alike_under_its_own_header() -> None:
    form = {"CallSid": "b3877c40-da60-4998-90ad-b792e98472af", "Digits": "1"}
    made = RequestValidator("PSK_key").compute_signature(URL, form)
    for header in ("X-SignalWire-Signature", "X-Twilio-Signature"):
        hook = Webhook.of(URL, FORM | {header: made}, urlencode(form).encode())
        assert is_genuine(hook, "signalwire", ["PSK_key"], NOW)
        assert not is_genuine(hook, "signalwire", ["PSK_other"], NOW)


def test_signalwire_signs_the_raw_body_of_anything_else() -> None:
    body = b'{"a": 1}'
    made = hmac(b"PSK_key", URL.encode() + body, sha1).hexdigest()
    headers = {"Content-Type": "application/json", "X-SignalWire-Signature": made}
    assert is_genuine(Webhook.of(URL, headers, body), "signalwire", ["PSK_key"], NOW)
    assert not is_genuine(Webhook.of(URL, headers, body + b" "), "signalwire", ["PSK_key"], NOW)
    assert not is_genuine(Webhook.of(URL, headers, body), "twilio", ["PSK_key"], NOW)


def telnyx(body: bytes, at: datetime, key: Ed25519PrivateKey) -> Webhook:
    stamp = str(int(at.timestamp()))
    made = b64encode(key.sign(f"{stamp}|".encode() + body)).decode()
    return Webhook.of(
        URL, FORM | {"telnyx-timestamp": stamp, "telnyx-signature-ed25519": made}, body
    )


def test_telnyx_signs_the_time_and_the_body() -> None:
    key = Ed25519PrivateKey.generate()
    public = b64encode(key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)).decode()
    hook = telnyx(b"Digits=1", NOW, key)
    assert is_genuine(hook, "telnyx", [public], NOW)
    assert not is_genuine(hook, "telnyx", [public], NOW + timedelta(minutes=6))
    assert not is_genuine(telnyx(b"Digits=1", NOW, Ed25519PrivateKey.generate()), "telnyx",
                          [public], NOW)  # fmt: skip
    other = Webhook(hook.url, {"Digits": ("2",)}, b"Digits=2", hook.headers)
    assert not is_genuine(other, "telnyx", [public], NOW)
    assert not is_genuine(hook, "telnyx", ["no key"], NOW)
