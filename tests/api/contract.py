#!/usr/bin/env python3
"""Every call of the JSON interface, right and wrong, against src/features/api/…/openapi.yaml: each request sent and each answer
received must fit the description, and every operation and every code of the description must have been seen. On PostgreSQL the
program speaks to it over TCP and with a password."""
import itertools
import json
import re
import sys

import jsonschema
import yaml

import temujanji as t
from officers import Officer


def description_file():
    found = list((t.ROOT / "src").rglob("openapi.yaml"))
    assert len(found) == 1, found
    return found[0]


class Description:
    """openapi.yaml, able to check what was sent and received."""

    def __init__(self, document):
        self.document = document
        self.resolver = jsonschema.RefResolver("", document)
        self.seen = set()  # (method, path, status)

    def operation(self, method, path):
        for template, item in self.document["paths"].items():
            pattern = re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(template))
            if re.fullmatch(pattern, path) and method.lower() in item:
                return template, item[method.lower()]
        raise AssertionError(f"{method} {path} is not described")

    def follow(self, node):
        while "$ref" in node:
            node = self.resolver.resolve(node["$ref"])[1]
        return node

    def check(self, schema, value, what):
        validator = jsonschema.Draft202012Validator(schema, resolver=self.resolver,
                                                    format_checker=jsonschema.FormatChecker())
        errors = [f"{'/'.join(map(str, error.absolute_path))}: {error.message}" for error in validator.iter_errors(value)]
        assert not errors, f"{what} does not fit its description: {errors[:5]}\n{json.dumps(value)[:1500]}"

    def check_query(self, operation, query, what):
        described = {parameter["name"]: parameter
                     for parameter in map(self.follow, operation.get("parameters", [])) if parameter["in"] == "query"}
        for name, value in query.items():
            assert name in described, f"{what}: the query parameter {name} is not described"
            self.check(described[name].get("schema", {}), value, f"{what} ?{name}")
        for name, parameter in described.items():
            assert name in query or not parameter.get("required"), f"{what}: {name} is required"

    def check_answer(self, method, template, operation, status, headers, content):
        what = f"{method} {template} -> {status}"
        described = operation["responses"].get(str(status))
        assert described, f"{what} is not described; it answered {str(content)[:500]}"
        self.seen.add((method, template, status))
        response = self.follow(described)
        kind = (headers.get("Content-Type") or "").split(";")[0]
        if "content" not in response:
            assert content in (b"", ""), f"{what} should have no content"
            return
        assert kind in response["content"], f"{what} has the type {kind}, described are {list(response['content'])}"
        if "json" in kind:
            self.check(response["content"][kind].get("schema", {}), content, what)


class Caller:
    """Calls the server and checks both ways against the description."""

    def __init__(self, description, port):
        self.description, self.client, self.port = description, t.Client(port), port

    def __call__(self, method, path, body=None, query=None, headers=None, valid=True, expect=200, code=None):
        template, operation = self.description.operation(method, path)
        if valid:
            self.description.check_query(operation, query or {}, f"{method} {template}")
            if isinstance(body, dict):
                schema = self.description.follow(operation["requestBody"])["content"]["application/json"]["schema"]
                self.description.check(schema, body, f"request of {method} {template}")
        suffix = "?" + "&".join(f"{name}={value}" for name, value in query.items()) if query else ""
        status, answered, content = self.client.call(method, path + suffix, body, headers)
        self.description.check_answer(method, template, operation, status, answered, content)
        assert status == expect, f"{method} {path}: {status} instead of {expect}: {str(content)[:800]}"
        if code is not None:
            assert content["code"] == code, f"{method} {path}: {content}"
            assert content["status"] == status, content
        return content


def read_calls(call, slot):
    office, service, starts_at = slot[:3]
    day = starts_at[:10]
    departments = call("GET", "/api/v1/departments")["departments"]
    assert any(department["code"] == "JIM" for department in departments)
    services = call("GET", "/api/v1/services", query={"department": "JIM"})["services"]
    assert any(found["code"] == service for found in services)
    call("GET", "/api/v1/services")
    offices = call("GET", "/api/v1/offices", query={"service": service})["offices"]
    assert any(found["code"] == office for found in offices)
    call("GET", "/api/v1/offices", query={"department": "JIM", "state": "16"})
    days = call("GET", "/api/v1/availability",
                query={"office": office, "service": service, "from": day, "to": day})["days"]
    assert [found["date"] for found in days] == [day] and days[0]["status"] == "open", days
    assert any(found["starts_at"] == starts_at for found in days[0]["slots"]), (starts_at, days)
    call("GET", "/api/v1/availability", query={"office": office, "service": service, "from": "2026-01-01", "to": "2027-12-31"},
         expect=422, code="invalid")
    call("GET", "/api/v1/availability", query={"office": "NOWHERE", "service": service, "from": day, "to": day}, expect=404)
    earliest = call("GET", "/api/v1/earliest", query={"service": service})["offices"]
    assert earliest and earliest == sorted(earliest, key=lambda found: found["starts_at"])


def hold_calls(call, slots):
    office, service, starts_at = slots[1][:3]
    body = {"office": office, "service": service, "starts_at": starts_at, "seats": 1}
    held = call("POST", "/api/v1/holds", body, expect=201)
    booked = t.booking(slots[1], 501, hold=held["hold"])
    call("POST", "/api/v1/appointments", booked, headers={"Idempotency-Key": "contract-hold"}, expect=201)
    released = call("POST", "/api/v1/holds", body, expect=201)
    call("DELETE", f"/api/v1/holds/{released['hold']}", expect=204)
    call("POST", "/api/v1/appointments", t.booking(slots[1], 502, hold=released["hold"]),
         headers={"Idempotency-Key": "contract-released"}, expect=409, code="hold_expired")
    call("POST", "/api/v1/holds", {"office": office}, valid=False, expect=422, code="invalid")


def booking_calls(call, slots):
    slot = slots[0]
    key = {"Idempotency-Key": "contract-1"}
    booked = call("POST", "/api/v1/appointments", t.booking(slot, 1), headers=key, expect=201)
    assert (booked["status"], booked["starts_at"], booked["office"]) == ("booked", slot[2], slot[0]), booked
    assert t.mykad(1) not in json.dumps(booked) and "pemohon1@" not in json.dumps(booked), "the answer is not masked"
    assert call("POST", "/api/v1/appointments", t.booking(slot, 1), headers=key, expect=201) == booked
    call("POST", "/api/v1/appointments", t.other_phone(t.booking(slot, 1)), headers=key, expect=422,
         code="idempotency_mismatch")
    call("POST", "/api/v1/appointments", t.booking(slot, 1), headers={"Idempotency-Key": "contract-2"}, expect=409,
         code="already_booked")
    return booked


def wrong_bookings(call, slot):
    numbers = itertools.count()

    def refused(expect, code, valid=True, **changes):
        body = t.booking(slot, 777, **changes)
        return call("POST", "/api/v1/appointments", body, headers={"Idempotency-Key": f"contract-wrong-{next(numbers)}"},
                    valid=valid, expect=expect, code=code)

    applicant = t.booking(slot, 777)["applicant"]
    short = dict(applicant, document={"type": "mykad", "number": "12", "country": "MY"})
    fields = {error["field"] for error in refused(422, "invalid", applicant=short)["errors"]}
    assert fields == {"applicant.document.number"}, fields
    fields = {error["field"] for error in refused(422, "invalid", valid=False, applicant={"name": "A"})["errors"]}
    assert "applicant.document" in {field[:18] for field in fields}, fields
    refused(404, "slot_unknown", starts_at=slot[2].replace(":00+", ":59+"))
    for field in ("office", "service"):
        assert refused(422, "invalid", **{field: "NOTHING"})["errors"] == [{"field": field, "code": "unknown"}]
    wrong_texts = {"": "malformed", "{": "malformed", "[]": "malformed", "null": "malformed", "[" * 200: "malformed",
                   '{"office":1}': "invalid", '{"office":"' + "x" * 3000 + '"}': "invalid"}
    for text, code in wrong_texts.items():
        call("POST", "/api/v1/appointments", text, headers={"Idempotency-Key": "contract-text"}, valid=False,
             expect=400 if code == "malformed" else 422, code=code)


def manage_calls(call, reference):
    document = {"document_number": t.mykad(1)}
    spaced = {"reference": "-".join(reference[at:at + 4] for at in range(0, 11, 4)), **document}
    assert call("POST", "/api/v1/appointments/lookup", spaced)["reference"] == reference
    for wrong in ({"reference": reference, "document_number": t.mykad(2)},
                  {"reference": "0000000000" + "0", "document_number": t.mykad(1)}):
        call("POST", "/api/v1/appointments/lookup", wrong, expect=404, code="not_found")
    assert call("POST", f"/api/v1/appointments/{reference}/confirm", document)["status"] == "confirmed"
    slip = call("POST", f"/api/v1/appointments/{reference}/slip", document)
    assert slip.startswith(b"%PDF-")
    assert b"BEGIN:VEVENT" in call("POST", f"/api/v1/appointments/{reference}/calendar", document)
    assert call("POST", f"/api/v1/appointments/{reference}/cancel", document)["status"] == "cancelled_by_applicant"
    call("POST", f"/api/v1/appointments/{reference}/confirm", document, expect=409, code="wrong_state")
    call("POST", f"/api/v1/appointments/{reference}/cancel", {"document_number": t.mykad(2)}, expect=404, code="not_found")


def blocked_calls(call, server, slot):
    """Whoever headquarters has blocked books nothing more, but what they have is theirs."""
    kept = call("POST", "/api/v1/appointments", t.booking(slot, 601), headers={"Idempotency-Key": "contract-kept"}, expect=201)
    officer = Officer(server, "aminah", "hq_admin")
    officer.get("/en/staff/blocks")
    officer.post("/en/staff/blocks/add", kind="mykad", value=t.mykad(601), reason="resold")
    refused = call("POST", "/api/v1/appointments", t.booking(slot, 601), headers={"Idempotency-Key": "contract-blocked"},
                   expect=403, code="blocked")
    assert t.mykad(601) not in json.dumps(refused), refused
    status, _, page = call.client.call("GET", "/en/blocked")
    assert status == 200 and b"Appeal" in page and refused["appeal"].endswith("/en/blocked"), refused
    again = call("POST", "/api/v1/appointments", t.booking(slot, 601), headers={"Idempotency-Key": "contract-kept"}, expect=201)
    assert again == kept
    call("POST", f"/api/v1/appointments/{kept['reference']}/confirm", {"document_number": t.mykad(601)})


def refused_by_form(description, call, method, path, status):
    """A request that is refused before anybody reads what it asks for."""
    json_type = {"Content-Type": "application/json"}
    template, operation = description.operation(method, path)
    query = [parameter["name"] for parameter in map(description.follow, operation.get("parameters", []))
             if parameter["in"] == "query"]
    requests = {
        400: (f"{path}?{query[0]}=%zz", None, {}) if query else (path, "{", json_type),
        403: (path, "{}", {"Origin": "https://elsewhere.test", **json_type}),
        413: (path, json.dumps({"office": "x" * 20_000}), json_type),
        415: (path, "office=x", {"Content-Type": "application/x-www-form-urlencoded"}),
    }
    target, body, headers = requests[status]
    answered, kinds, content = t.Client(call.port).call(method, target, body, headers)
    assert answered == status, (method, target, answered, content)
    description.check_answer(method, template, operation, answered, kinds, content)


def wrong_forms(description, call):
    for template, item in description.document["paths"].items():
        for method in ("get", "post", "delete"):
            for status in (400, 403, 413, 415):
                if str(status) in item.get(method, {}).get("responses", {}):
                    refused_by_form(description, call, method.upper(), re.sub(r"\{\w+\}", "x", template), status)


def wrong_reads(call, slot):
    office, service = slot[:2]
    day = slot[2][:10]
    for path in ("/api/v1/offices", "/api/v1/earliest"):
        call("GET", path, query={"service": "NOTHING"}, expect=404)
    call("GET", "/api/v1/earliest", expect=422, code="invalid", valid=False)
    for path, query in (("/api/v1/openapi.yaml", {}),
                        ("/api/v1/availability", {"office": office, "service": service, "from": day, "to": day})):
        suffix = "?" + "&".join(f"{name}={value}" for name, value in query.items()) if query else ""
        _, headers, _ = call.client.call("GET", path + suffix)
        call("GET", path, query=query, headers={"If-None-Match": headers["ETag"]}, expect=304)


def wrong_holds(call, slot):
    office, service, starts_at, _, seats = slot
    body = {"office": office, "service": service, "starts_at": starts_at, "seats": 1}
    call("POST", "/api/v1/holds", {**body, "starts_at": starts_at.replace(":00+", ":59+")}, expect=404, code="slot_unknown")
    for _ in range(seats):
        call("POST", "/api/v1/holds", body, expect=201)
    assert call("POST", "/api/v1/holds", body, expect=409, code="slot_full")["alternatives"]
    call("DELETE", "/api/v1/holds/unknown", expect=404)


def wrong_managing(call, reference):
    """`reference` is cancelled."""
    for act in ("lookup", "confirm", "cancel", "slip", "calendar"):
        path = "/api/v1/appointments/lookup" if act == "lookup" else f"/api/v1/appointments/{reference}/{act}"
        call("POST", path, {}, expect=422, code="invalid", valid=False)
        if act != "lookup":
            call("POST", path, {"document_number": t.mykad(2)}, expect=404, code="not_found")
    for act in ("cancel", "slip"):
        call("POST", f"/api/v1/appointments/{reference}/{act}", {"document_number": t.mykad(1)}, expect=409, code="wrong_state")


def unseen(description):
    """Answers that are described and were never given. A full disk (503) is another test's."""
    for template, item in description.document["paths"].items():
        for method in item:
            if method not in ("get", "post", "delete"):
                continue
            for status in item[method]["responses"]:
                if status != "503" and (method.upper(), template, int(status)) not in description.seen:
                    yield f"{method.upper()} {template} -> {status}"


def limited_calls(description, data):
    """Every operation under a limit that is used up, and for a stranger; by address, so on a server of its own."""
    with t.Server(data, "--set", "limits.exempt_networks=", "--set", "limits.pages_per_address=1",
                  "--set", "server.operator_networks=192.0.2.0/24") as server:
        client = t.Client(server.port)
        Caller(description, server.port)("GET", "/metrics", expect=404)
        for template, item in description.document["paths"].items():
            for method in item:
                if method not in ("get", "post", "delete") or "429" not in item[method]["responses"]:
                    continue
                path = re.sub(r"\{\w+\}", "x", template)
                status, headers, content = client.call(method.upper(), path, {} if method == "post" else None)
                assert status == 429 and int(headers["Retry-After"]) > 0, (method, path, status, content)
                description.check_answer(method.upper(), template, item[method], status, headers, content)


def check_address(cluster):
    """All connections of the program come over TCP."""
    addresses = cluster.execute("SELECT host(client_addr) FROM pg_stat_activity WHERE starts_with(application_name, 'temujanji')")
    assert addresses and set(addresses) == {("127.0.0.1",)}, addresses


def main():
    document = yaml.safe_load(description_file().read_text(encoding="utf-8"))
    description = Description(document)
    with t.data_folder(keep=t.passports_only, database_password="known to the database") as data:
        slots = t.bookable_slots(data, "PASPORT-BAHARUI", limit=40)[::8]
        with t.Server(data, "--set", "limits.lookups_per_reference=1000") as server:
            call = Caller(description, server.port)
            served = call("GET", "/api/v1/openapi.yaml")
            assert yaml.safe_load(served) == document, "another description is served"
            for path in ("/healthz", "/readyz", "/metrics"):
                if path in document["paths"]:
                    call("GET", path)
            read_calls(call, slots[0])
            booked = booking_calls(call, slots)
            hold_calls(call, slots)
            wrong_bookings(call, slots[2])
            manage_calls(call, booked["reference"])
            blocked_calls(call, server, slots[4])
            wrong_forms(description, call)
            wrong_reads(call, slots[0])
            wrong_holds(call, slots[3])
            wrong_managing(call, booked["reference"])
            if t.ON_POSTGRESQL:
                check_address(t.CLUSTERS[str(data)])
        limited_calls(description, data)
        t.check_doctor(data)
    left = list(unseen(description))
    assert not left, f"never called: {left}"
    print(f"{len(description.seen)} kinds of answers fit {len(document['paths'])} described paths")


if __name__ == "__main__":
    sys.exit(main())
