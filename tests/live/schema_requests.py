# SPDX-License-Identifier: MIT
# Checks the requests of tests/fixtures/SOURCE/*/NN.request against an OpenAPI 2 or 3 file:
# method and path, query parameters, headers, and the JSON body, in which members that the
# vendor doesn't know are faults too. Of the sources in REPLIES the replies are checked as well,
# but those of a folder whose case.ini says that they were made wrong on purpose. usage: schema_requests.py --self-check SOURCE=FILE...
# or schema_requests.py --fixtures FOLDER SOURCE=FILE...
import glob
import json
import os
import re
import sys
import urllib.parse

import jsonschema
import yaml

REPLIES = {"incidentio"}
METHODS = ("get", "put", "post", "delete", "patch")
FORMATS = {
    "email": re.compile(r"[^@\s]+@[^@\s]+"),
    "uuid": re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"),
    "date-time": re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)"),
}
TYPES = {
    "boolean": re.compile(r"true|false"),
    "integer": re.compile(r"-?\d+"),
    "number": re.compile(r"-?\d+(\.\d+)?"),
}


class Request:
    """A request as the fixtures write it: request line, headers, blank line, body."""

    def __init__(self, text):
        head, _, body = text.partition("\n\n")
        lines = head.splitlines()
        self.method, target = lines[0].split(" ", 1)
        self.path, _, query = target.partition("?")
        self.query = urllib.parse.parse_qsl(query, keep_blank_values=True)
        pairs = [line.split(": ", 1) for line in lines[1:]]
        self.headers = {name.lower(): value for name, value in pairs}
        self.body = body.rstrip("\n")


class Operation:
    def __init__(self, vendor, template, shared, described):
        self.vendor = vendor
        place = re.escape(vendor.base + template.lstrip("/"))
        self.pattern = re.compile(re.sub(r"\\\{\w+\\\}", "([^/]+)", place))
        self.names = re.findall(r"\{(\w+)\}", template)
        listed = shared + described.get("parameters", [])
        self.parameters = [vendor.resolve(item) for item in listed]
        self.body, self.needs_body = self.find_body(described)
        answer = vendor.resolve(described.get("responses", {}).get("200", {}))
        self.answer = answer.get("content", {}).get("application/json", {}).get("schema")

    def find_body(self, described):
        for item in self.parameters:
            if item["in"] == "body":
                return item["schema"], item.get("required", False)
        body = self.vendor.resolve(described.get("requestBody", {}))
        content = body.get("content", {}).get("application/json", {})
        return content.get("schema"), body.get("required", bool(content))

    def of(self, place):
        return {item["name"]: item for item in self.parameters if item["in"] == place}

    def faults(self, request):
        yield from self.path_faults(request)
        yield from self.query_faults(request)
        yield from self.header_faults(request)
        yield from self.body_faults(request)

    def path_faults(self, request):
        known = self.of("path")
        for name, text in zip(self.names, self.pattern.fullmatch(request.path).groups()):
            yield from value_faults("path " + name, known.get(name, {}), urllib.parse.unquote(text))

    def query_faults(self, request):
        known = self.of("query")
        told = {name for name, _ in request.query}
        for name, text in request.query:
            base, operator = self.split_filter(name, known)
            if base:
                words = re.findall(r"'(\w+)", known[base].get("schema", {}).get("description", ""))
                if operator not in words:
                    yield f"query {name}: the operators are {words}"
            elif name not in known:
                yield f"query {name}: not a parameter"
            else:
                yield from value_faults("query " + name, known[name], text)
        for name, item in known.items():
            if item.get("required") and name not in told:
                yield f"query {name}: missing"

    @staticmethod
    def split_filter(name, known):
        """"status[one_of]" is the operator one_of of the filter "status", an object."""
        found = re.fullmatch(r"(\w+)\[(\w+)\]", name)
        if found and known.get(found[1], {}).get("schema", {}).get("type") == "object":
            return found[1], found[2]
        return None, None

    def answer_faults(self, text):
        try:
            value = json.loads(text)
        except ValueError as error:
            yield f"reply: not JSON: {error}"
            return
        for error in self.vendor.validator(self.answer).iter_errors(value):
            yield f"reply /{'/'.join(map(str, error.path))}: {error.message}"
        yield from self.vendor.unknown_members(self.answer, value, "")

    def header_faults(self, request):
        for name, item in self.of("header").items():
            text = request.headers.get(name.lower())
            if text is not None:
                yield from value_faults("header " + name, item, text)
            elif item.get("required"):
                yield f"header {name}: missing"

    def body_faults(self, request):
        if self.body is None or not request.body:
            if request.body:
                yield "body: none is taken"
            elif self.needs_body:
                yield "body: missing"
            return
        if request.headers.get("content-type") != "application/json":
            yield "body: the content type is not application/json"
        try:
            value = json.loads(request.body)
        except ValueError as error:
            yield f"body: not JSON: {error}"
            return
        for error in self.vendor.validator(self.body).iter_errors(value):
            yield f"body /{'/'.join(map(str, error.path))}: {error.message}"
        yield from self.vendor.unknown_members(self.body, value, "")


class Vendor:
    def __init__(self, name, file):
        self.name = name
        with open(file, encoding="utf-8") as stream:
            self.document = json.load(stream) if file.endswith(".json") else yaml.safe_load(stream)
        self.base = self.document.get("basePath", "/").rstrip("/") + "/"
        self.operations = {}
        for template, described in self.document["paths"].items():
            shared = described.get("parameters", [])
            for method in METHODS:
                if method in described:
                    operation = Operation(self, template, shared, described[method])
                    self.operations.setdefault(method.upper(), []).append(operation)

    def resolve(self, item):
        while isinstance(item, dict) and "$ref" in item:
            found = self.document
            for key in item["$ref"].removeprefix("#/").split("/"):
                key = key.replace("~1", "/").replace("~0", "~")
                found = found[int(key)] if isinstance(found, list) else found[key]
            item = found
        return item

    def validator(self, schema):
        """References are looked up in what stands beside the schema itself."""
        beside = {key: self.document[key] for key in ("components", "definitions")
                  if key in self.document}
        checker = jsonschema.FormatChecker(formats=())
        for name, pattern in FORMATS.items():
            checker.checks(name)(
                lambda text, pattern=pattern: not isinstance(text, str)
                or bool(pattern.fullmatch(text)))
        root = {"allOf": [with_null(schema)], **with_null(beside)}
        return jsonschema.Draft4Validator(root, format_checker=checker)

    def members(self, schema):
        """The members of an object by name; None = any may be there."""
        schema = self.resolve(schema)
        found = dict(schema.get("properties", {}))
        is_open = bool(schema.get("additionalProperties"))
        for word in ("allOf", "anyOf", "oneOf"):
            for part in schema.get(word, []):
                more = self.members(part)
                is_open = is_open or (more is None and self.resolve(part).get("additionalProperties"))
                found.update(more or {})
        return None if is_open or not found else found

    def unknown_members(self, schema, value, path):
        schema = self.resolve(schema)
        if isinstance(value, list):
            for index, item in enumerate(value):
                yield from self.unknown_members(schema.get("items", {}), item, f"{path}/{index}")
            return
        known = self.members(schema) if isinstance(value, dict) else None
        for name, item in value.items() if known is not None else ():
            if name not in known:
                yield f"body {path}/{name}: not a member"
            else:
                yield from self.unknown_members(known[name], item, f"{path}/{name}")

    def operation(self, request):
        for operation in self.operations.get(request.method, []):
            if operation.pattern.fullmatch(request.path):
                return operation
        return None

    def faults(self, request):
        operation = self.operation(request)
        if operation:
            return list(operation.faults(request))
        return [f"{request.method} {request.path}: no such operation"]

    def answer_faults(self, request, reply):
        """The vendor says nothing of errors: only a 200 is checked."""
        head, _, body = reply.partition("\n\n")
        operation = self.operation(request)
        if not operation or not operation.answer or not head.startswith("HTTP/1.1 200 "):
            return []
        return list(operation.answer_faults(body))


def with_null(schema):
    """OpenAPI 3.0 says `nullable` where JSON Schema has a type."""
    if isinstance(schema, list):
        return [with_null(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    copy = {key: with_null(item) for key, item in schema.items()}
    if copy.get("nullable") is True and isinstance(copy.get("type"), str):
        copy["type"] = [copy["type"], "null"]
    return copy


def value_faults(what, parameter, text):
    schema = parameter.get("schema", parameter)
    if schema.get("type") == "array":
        schema = schema.get("items", {})
    pattern = TYPES.get(schema.get("type"))
    if pattern and not pattern.fullmatch(text):
        yield f"{what}: {text!r} is no {schema['type']}"
    pattern = FORMATS.get(schema.get("format"))
    if pattern and not pattern.fullmatch(text):
        yield f"{what}: {text!r} is no {schema['format']}"
    if "enum" in schema and text not in schema["enum"]:
        yield f"{what}: {text!r} is none of {schema['enum']}"


def read(file):
    with open(file, encoding="utf-8") as stream:
        return stream.read()


def has_true_replies(vendor, file):
    case = read(os.path.join(os.path.dirname(file), "case.ini"))
    return vendor.name in REPLIES and "from = made wrong on purpose" not in case


def check_fixtures(folder, vendors):
    is_fine = True
    for vendor in vendors:
        files = sorted(glob.glob(os.path.join(folder, vendor.name, "*", "*.request")))
        failed = replies = 0
        for file in files:
            request = Request(read(file))
            faults = vendor.faults(request)
            if has_true_replies(vendor, file):
                faults += vendor.answer_faults(request, read(file.replace(".request", ".reply")))
                replies += 1
            for fault in faults:
                print(f"{os.path.relpath(file, folder)}: {fault}")
            failed += bool(faults)
        told = f", {replies} with their replies" if vendor.name in REPLIES else ""
        print(f"{vendor.name}: {len(files)} requests checked{told}, {failed} with faults")
        is_fine = is_fine and len(files) > 0 and failed == 0
        is_fine = is_fine and (replies > 0 or vendor.name not in REPLIES)
    return is_fine


PAGERDUTY = "Accept: application/vnd.pagerduty+json;version=2\nContent-Type: application/json\n"
PUT = f"PUT /incidents/Q1\n{PAGERDUTY}From: ana@example.com\n\n"
POST = "POST /api/v2/silences\nContent-Type: application/json\n\n"
SILENCE = ('{"matchers":[{"name":"a","value":"b","isRegex":false}],"createdBy":"ana",'
           '"startsAt":"2026-11-22T04:00:00Z","endsAt":"2026-11-22T04:15:00Z","comment":"c"}')
ENTRIES = "GET /v2/schedule_entries?schedule_id=01S\n"
SHIFT = ('{"schedule_entries":{"final":[{"start_at":"2026-11-26T12:00:00Z",'
         '"end_at":"2026-11-26T13:00:00Z"}],"overrides":[],"scheduled":[]}}')
# What is right, then pairs of what is changed in it to make it wrong.
SELF_CHECKS = {
    "pagerduty": [
        (f"GET /oncalls?limit=100&escalation_policy_ids%5B%5D=PE1\n{PAGERDUTY}",
         [("Content-Type: application/json\n", ""), ("/oncalls", "/oncall"), ("limit=100", "limit=all"),
          ("policy_ids", "policies")]),
        (PUT + '{"incident":{"type":"incident_reference","status":"acknowledged"}}',
         [("From: ana@example.com\n", ""), ("ana@example.com", "ana"), ('"acknowledged"', '"acked"'),
          ('"type":"incident_reference",', ""), ('"status"', '"state"'), ("PUT", "POST"),
          ('"incident":', '"incidents":'), ("acknowledged\"}}", "acknowledged\"}")]),
        (PUT + '{"incident":{"type":"incident","assignments":[{"assignee":{"id":"PU1","type":"user_reference"}}]}}',
         [('"user_reference"', '"user"'), ('"id":"PU1",', ""), ('"assignee":', '"user":')]),
        (f"POST /incidents/Q1/snooze\n{PAGERDUTY}From: a@b\n\n" + '{"duration":3600}',
         [("3600", "0"), ("3600", '"1h"'), ("3600", "604801"), ('"duration":3600', "")]),
    ],
    "incidentio": [
        ("GET /v2/incidents?status_category%5Bone_of%5D=live&page_size=250\n",
         [("one_of", "is"), ("status_category", "category"), ("250", "all"), ("/v2", "/v3")]),
        ("GET /v1/incident_attachments?incident_id=01A\n", [("/v1", "/v2"), ("incident_id", "id")]),
        ("GET /v2/schedule_entries?schedule_id=01S&entry_window_end=2026-11-26T12%3A00%3A00Z\n",
         [("schedule_id=01S&", ""), ("T12%3A00%3A00Z", "")]),
    ],
    "alertmanager": [
        ("GET /api/v2/silences?filter=a%3D%22b%22&active=true\n",
         [("filter=", "match="), ("true", "yes"), ("/api/v2", "/api/v1")]),
        (POST + SILENCE,
         [('"createdBy":"ana",', ""), ("04:00:00Z", "04:00"), ('"isRegex":false', '"isRegex":"no"'),
          ('"comment"', '"remark"'), ("Content-Type: application/json\n", ""), (SILENCE, "")]),
    ],
}


# The same for the reply to a request.
REPLY_SELF_CHECKS = {
    "incidentio": [
        (ENTRIES, "HTTP/1.1 200 OK\n\n" + SHIFT,
         [('"overrides":[],', ""), ('"start_at"', '"starts_at"'), ("T12:00:00Z", ""), ("[]", "{}"),
          ('"scheduled"', '"x":1,"scheduled"'), ("}}", "}")]),
    ],
}


def check_changes(vendor, right, changes, faults_of):
    """How many broken ones were tried; None when one was let through or the right one not."""
    is_fine = True
    for fault in faults_of(right):
        print(f"self-check: {vendor.name}: refused what is right: {fault}\n{right}")
        is_fine = False
    for old, new in changes:
        wrong = right.replace(old, new, 1)
        if wrong == right or not faults_of(wrong):
            print(f"self-check: {vendor.name}: let through:\n{wrong}")
            is_fine = False
    return len(changes) if is_fine else None


def self_check(vendors):
    counts = []
    for vendor in vendors:
        for right, changes in SELF_CHECKS[vendor.name]:
            counts.append(check_changes(vendor, right, changes,
                                        lambda text, vendor=vendor: vendor.faults(Request(text))))
        for request, right, changes in REPLY_SELF_CHECKS.get(vendor.name, []):
            counts.append(check_changes(
                vendor, right, changes,
                lambda text, vendor=vendor, request=request:
                vendor.answer_faults(Request(request), text)))
    print(f"self-check: {sum(count or 0 for count in counts)} broken requests and replies")
    return None not in counts


def main(arguments):
    word, *rest = arguments
    folder = rest.pop(0) if word == "--fixtures" else None
    vendors = [Vendor(*item.split("=", 1)) for item in rest]
    is_fine = check_fixtures(folder, vendors) if folder else self_check(vendors)
    return 0 if is_fine else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
