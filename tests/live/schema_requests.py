# SPDX-License-Identifier: MIT
# Checks the requests of tests/fixtures/SOURCE/*/NN.request against an OpenAPI 2 or 3 file:
# method and path, query parameters, headers, and the JSON body, in which members that the
# vendor doesn't know are faults too. usage: schema_requests.py --self-check SOURCE=FILE...
# or schema_requests.py --fixtures FOLDER SOURCE=FILE...
import glob
import json
import os
import re
import sys
import urllib.parse

import jsonschema
import yaml

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
            if name not in known:
                yield f"query {name}: not a parameter"
            else:
                yield from value_faults("query " + name, known[name], text)
        for name, item in known.items():
            if item.get("required") and name not in told:
                yield f"query {name}: missing"

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

    def faults(self, request):
        for operation in self.operations.get(request.method, []):
            if operation.pattern.fullmatch(request.path):
                return list(operation.faults(request))
        return [f"{request.method} {request.path}: no such operation"]


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


def check_fixtures(folder, vendors):
    is_fine = True
    for vendor in vendors:
        files = sorted(glob.glob(os.path.join(folder, vendor.name, "*", "*.request")))
        failed = 0
        for file in files:
            with open(file, encoding="utf-8") as stream:
                faults = vendor.faults(Request(stream.read()))
            for fault in faults:
                print(f"{os.path.relpath(file, folder)}: {fault}")
            failed += bool(faults)
        print(f"{vendor.name}: {len(files)} requests checked, {failed} with faults")
        is_fine = is_fine and len(files) > 0 and failed == 0
    return is_fine


PAGERDUTY = "Accept: application/vnd.pagerduty+json;version=2\nContent-Type: application/json\n"
PUT = f"PUT /incidents/Q1\n{PAGERDUTY}From: ana@example.com\n\n"
POST = "POST /api/v2/silences\nContent-Type: application/json\n\n"
SILENCE = ('{"matchers":[{"name":"a","value":"b","isRegex":false}],"createdBy":"ana",'
           '"startsAt":"2026-11-22T04:00:00Z","endsAt":"2026-11-22T04:15:00Z","comment":"c"}')
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
    "alertmanager": [
        ("GET /api/v2/silences?filter=a%3D%22b%22&active=true\n",
         [("filter=", "match="), ("true", "yes"), ("/api/v2", "/api/v1")]),
        (POST + SILENCE,
         [('"createdBy":"ana",', ""), ("04:00:00Z", "04:00"), ('"isRegex":false', '"isRegex":"no"'),
          ('"comment"', '"remark"'), ("Content-Type: application/json\n", ""), (SILENCE, "")]),
    ],
}


def self_check(vendors):
    is_fine = True
    broken = 0
    for vendor in vendors:
        for right, changes in SELF_CHECKS[vendor.name]:
            for fault in vendor.faults(Request(right)):
                print(f"self-check: {vendor.name}: refused what is right: {fault}\n{right}")
                is_fine = False
            for old, new in changes:
                wrong = right.replace(old, new, 1)
                broken += 1
                if wrong == right or not vendor.faults(Request(wrong)):
                    print(f"self-check: {vendor.name}: let through:\n{wrong}")
                    is_fine = False
    print(f"self-check: {broken} broken requests")
    return is_fine


def main(arguments):
    word, *rest = arguments
    folder = rest.pop(0) if word == "--fixtures" else None
    vendors = [Vendor(*item.split("=", 1)) for item in rest]
    is_fine = check_fixtures(folder, vendors) if folder else self_check(vendors)
    return 0 if is_fine else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
