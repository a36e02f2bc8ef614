"""Checks a certificate against its plan, with whole numbers and fractions only.

Nothing here comes from the solver or from outside the standard library: this file reads the plan
itself, measures it itself, and can be read aloud. It answers two questions. Do the chosen beds keep
the distance? And why can nobody place more?

The second rests on four steps, each of which is checked below.

1. A *spot* is a set of beds that all conflict with each other, so at most one of them is used. Every
   usable bed is in one spot. Two spots conflict when each bed of one conflicts with each of the other.
2. A *group* is a set of spots of which at most so many can be used: one, where all of them conflict;
   or as many as its own proof says.
3. A *cover* gives weights to groups so that every spot is covered at least once. The number of spots
   used is then at most the sum of weight times limit, rounded down.
4. *Cases*: either a spot is used, and all those in conflict with it are empty, or it is empty. What
   holds in both cases holds.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from fractions import Fraction
from itertools import combinations
from math import lcm
from typing import Any

FORMAT = "drawdown space certificate, version 1"
PI = Fraction(31415926535897932384626433832795028842, 10**37)
NINE_PLACES = 10**9
METRES_PER_FOOT = Fraction(3048, 10000)


class Refused(Exception):  # noqa: N818  # what a checker does
    """The certificate does not prove what it says, and the first reason why."""


def require(holds: bool, reason: str) -> None:
    """Refuse the certificate unless something holds."""
    if not holds:
        raise Refused(reason)


def verify(certificate: bytes, plan: bytes) -> tuple[int, int]:
    """Return how many people the certificate places, and the proved limit.

    Raises:
        Refused: with the first thing wrong.
    """
    try:
        cert = json.loads(certificate)
        require(isinstance(cert, dict) and cert.get("format") == FORMAT, "not a certificate")
        body = {key: value for key, value in cert.items() if key != "seal"}
        text = json.dumps(body, sort_keys=True, separators=(",", ":"))
        require(
            hashlib.sha256(text.encode()).hexdigest() == cert.get("seal"),
            "the seal does not match: the certificate was changed after it was made",
        )
        require(
            hashlib.sha256(plan).hexdigest() == cert["plan"]["sha256"],
            "the plan is not the one that the certificate was made for",
        )
        return check(cert, plan)
    except Refused:
        raise
    except RecursionError:
        raise Refused("the proof is nested too deeply") from None
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, ArithmeticError) as error:
        raise Refused(f"cannot be read: {type(error).__name__} {error}") from None


def check(cert: dict[str, Any], plan: bytes) -> tuple[int, int]:
    """Return what a certificate proves, its seal aside: how many are placed, and the limit."""
    floor = Floor(plan, cert["rule"])
    chosen = cert["chosen"]
    floor.check_chosen(chosen)
    every = sorted(set(floor.unit.values()))
    units = [unit for section in cert["sections"] for unit in section["units"]]
    require(len(units) == len(set(units)), "a unit is in two sections")
    require(set(every) <= set(units), "a unit with usable beds is in no section")
    alone = all(len(section["units"]) == 1 for section in cert["sections"])
    require(alone or cert["rule"]["one_room"], "units are joined that the rule keeps apart")
    together = len(cert["sections"]) == 1
    require(together or not cert["rule"]["one_room"], "one room is split into sections")
    limit = sum(Section(floor, section).limit() for section in cert["sections"])
    if cert["joint"]:
        require(set(every) <= set(cert["joint"]["units"]), "the joint section misses a unit")
        limit = min(limit, Section(floor, cert["joint"]).limit())
    require(cert["beds"] == floor.beds, f"the plan has {floor.beds} beds")
    require(cert["usable"] == floor.usable, f"{floor.usable} beds are usable")
    require(cert["bound"] == limit, f"the proof shows {limit}, not {cert['bound']}")
    require(len(chosen) <= limit, "more beds are chosen than the proof allows")
    require(cert["proven"] is (len(chosen) == limit), "'proven' says otherwise than the numbers")
    return len(chosen), limit


class Floor:
    """The plan as the checker reads it: where each place is, in whole numbers of a small unit."""

    def __init__(self, plan: bytes, rule: dict[str, Any]) -> None:
        rows = [r for r in csv.reader(io.StringIO(plan.decode("utf-8-sig"))) if any(map(str.strip, r))]
        header = [column.strip().lower() for column in rows[0]]
        beds = [dict(zip(header, map(str.strip, row), strict=False)) for row in rows[1:]]
        suffix = "_m" if "x_m" in header else "_ft"
        distance = Fraction(rule["distance"])
        if rule["unit"] + suffix == "ft_m":
            distance *= METRES_PER_FOOT
        elif rule["unit"] + suffix == "m_ft":
            distance /= METRES_PER_FOOT
        require(rule["unit"] in ("ft", "m") and distance >= 0, "the distance makes no sense")
        require(rule["between"] in ("centres", "edges", "heads"), "'between' is not known")
        require(rule["bunks"] in ("measured", "flat"), "'bunks' is not known")
        corners, sights, heights = {}, {}, {}
        self.unit: dict[int, str] = {}
        lowest: dict[Any, Fraction] = {}
        for bed in beds:
            point = (bed.get("unit", ""), Fraction(bed["x" + suffix]), Fraction(bed["y" + suffix]))
            bed["point"], bed["height"] = point, Fraction(bed.get("z" + suffix) or 0)
            lowest[point] = min(lowest.get(point, bed["height"]), bed["height"])
        usable = [
            number
            for number, bed in enumerate(beds, start=1)
            if bed.get("usable", "").lower() not in ("no", "n", "false", "0")
            and number not in rule["must_empty"]
        ]
        for number in usable:
            bed = beds[number - 1]
            for place, corner, sight in outlines(number, bed, suffix, rule["between"]):
                corners[place], sights[place] = corner, sight
                heights[place] = bed["height"] if bed.get("z" + suffix) else None
                self.unit[place] = bed.get("unit", "")
        walls = [[Fraction(number) for number in wall] for wall in rule["walls"]]
        numbers = [distance, *(n for wall in walls for n in wall)]
        numbers += [n for c in corners.values() for point in c for n in point]
        numbers += [n for point in sights.values() for n in point]
        numbers += [h for h in heights.values() if h is not None]
        scale = lcm(*(number.denominator for number in numbers))
        self.distance = int(distance * scale)
        self.corners = {
            p: [(int(x * scale), int(y * scale)) for x, y in c] for p, c in corners.items()
        }
        self.sight = {p: (int(x * scale), int(y * scale)) for p, (x, y) in sights.items()}
        measured = rule["bunks"] == "measured"
        self.height = {
            p: None if h is None or not measured else int(h * scale) for p, h in heights.items()
        }
        self.left = {p: min(x for x, _ in c) for p, c in self.corners.items()}
        self.right = {p: max(x for x, _ in c) for p, c in self.corners.items()}
        self.walls = [[int(number * scale) for number in wall] for wall in walls]
        self.one_room = rule["one_room"]
        self.beds, self.usable = len(beds), len(usable)
        self.needs = [
            (1, {p for p in (number, -number) if p in self.unit})
            for number in sorted(set(rule["must_use"]))
        ]
        lower = {
            number
            for number, bed in enumerate(beds, start=1)
            if (level := bed.get("level", "").lower()) in ("1", "lower")
            or (not level and bed["height"] == lowest[bed["point"]])
        }
        accessible = {
            number
            for number, bed in enumerate(beds, start=1)
            if bed.get("accessible", "").lower() in ("yes", "y", "true", "1")
        }
        for least, among in ((rule["lower_needed"], lower), (rule["accessible_needed"], accessible)):
            if least > 0:
                self.needs.append((least, {place for place in self.unit if abs(place) in among}))
        self.known: dict[tuple[int, int], bool] = {}

    def check_chosen(self, chosen: list[int]) -> None:
        """Refuse beds that are not usable, used twice, or too close, and needs that are not met."""
        require(all(place in self.unit for place in chosen), "a chosen bed is not usable")
        require(len({abs(place) for place in chosen}) == len(chosen), "a bed is chosen twice")
        for least, among in self.needs:
            require(len(among.intersection(chosen)) >= least, "too few of the needed beds are used")
        ordered = sorted(chosen, key=lambda place: self.left[place])
        for index, one in enumerate(ordered):
            reach = self.right[one] + self.distance
            for other in ordered[index + 1 :]:
                if self.left[other] >= reach:
                    break
                if self.conflict(one, other):
                    raise Refused(f"beds {abs(one)} and {abs(other)} are chosen and too close")

    def conflict(self, one: int, other: int) -> bool:
        """Return whether two places cannot both be used."""
        key = (one, other) if one < other else (other, one)
        if key not in self.known:
            self.known[key] = self.measure(one, other)
        return self.known[key]

    def measure(self, one: int, other: int) -> bool:
        """Return whether two places are one bed, or too close with no wall between them."""
        if abs(one) == abs(other):
            return True
        if not self.one_room and self.unit[one] != self.unit[other]:
            return False
        room = self.distance * self.distance
        low, high = self.height[one], self.height[other]
        if low is not None and high is not None:
            room -= (low - high) ** 2
        if room <= 0 or not closer(self.corners[one], self.corners[other], room):
            return False
        return not any(crosses(wall, self.sight[one], self.sight[other]) for wall in self.walls)


class Section:
    """The proof for one room, or for all rooms together."""

    def __init__(self, floor: Floor, section: dict[str, Any]) -> None:
        self.floor = floor
        self.spots = section["spots"]
        self.parts = section["parts"]
        here = [place for place, unit in floor.unit.items() if unit in section["units"]]
        listed = [place for spot in self.spots for place in spot]
        require(sorted(here) == sorted(listed), "the spots do not hold every usable bed once")
        for spot in self.spots:
            for one, other in combinations(spot, 2):
                require(floor.conflict(one, other), f"beds {one} and {other} of a spot can both be used")
        self.needs = [
            (least, {i for i, spot in enumerate(self.spots) if among.intersection(spot)})
            if among <= set(here)
            else None
            for least, among in floor.needs
        ]
        self.known: dict[tuple[int, int], bool] = {}
        self.scope: set[int] = set()
        self.groups: list[tuple[dict[int, int], int]] = []
        for group in section["groups"]:
            self.groups.append(self.checked(group))

    def limit(self) -> int:
        """Return the most places that can be used, after checking the proof of every part."""
        listed = [spot for part in self.parts for spot in part["spots"]]
        require(sorted(listed) == list(range(len(self.spots))), "the parts do not hold every spot once")
        for part in self.parts:
            self.scope = set(part["spots"])
            self.prove(part["proof"], dict.fromkeys(part["spots"], 1), frozenset(), part["most"])
        return int(sum(part["most"] for part in self.parts))

    def conflict(self, one: int, other: int) -> bool:
        """Return whether every bed of one spot conflicts with every bed of another."""
        key = (one, other) if one < other else (other, one)
        if key not in self.known:
            near = self.floor.conflict
            self.known[key] = all(near(a, b) for a in self.spots[one] for b in self.spots[other])
        return self.known[key]

    def checked(self, group: dict[str, Any]) -> tuple[dict[int, int], int]:
        """Return a group as how often each spot counts and the limit, after checking it."""
        if "proof" not in group:
            for one, other in combinations(group["spots"], 2):
                require(self.conflict(one, other), f"spots {one} and {other} of a group can both be used")
            return dict.fromkeys(group["spots"], 1), 1
        times = dict(zip(group["spots"], group["times"], strict=True))
        require(len(times) == len(group["spots"]) and all(
            type(n) is int and n > 0 for n in times.values()), "a group counts a spot wrongly")  # fmt: skip
        self.prove(group["proof"], times, frozenset(), group["most"])
        return times, group["most"]

    def prove(
        self, proof: dict[str, Any], worth: dict[int, int], used: frozenset[int], most: int
    ) -> None:
        """Refuse unless the proof shows that the spots, each worth so much, come to at most `most`.

        The spots in `used` are taken as used already, and `most` leaves them out.
        """
        require(type(most) is int, "a limit is not a whole number")
        if "spot" not in proof:
            self.prove_by_cover(proof, worth, used, most)
            return
        spot = proof["spot"]
        require(spot in worth, f"a case is made of spot {spot}, which is out of play")
        rest = {other: n for other, n in worth.items() if other != spot}
        free = {other: n for other, n in rest.items() if not self.conflict(spot, other)}
        self.prove(proof["used"], free, used | {spot}, most - worth[spot])
        self.prove(proof["empty"], rest, used, most)

    def prove_by_cover(
        self, cover: dict[str, Any], worth: dict[int, int], used: frozenset[int], most: int
    ) -> None:
        """Refuse unless weights on groups cover every spot and come to at most `most`."""
        over, total = cover["over"], 0
        require(type(over) is int and over > 0, "a weight is not a fraction")
        bare = {spot: n * over for spot, n in worth.items()}
        terms = [(share, 1, *self.groups[group]) for group, share in cover["shares"] if group >= 0]
        require(len(terms) == len(cover["shares"]), "a group is not known")
        for number, share in cover.get("needs", []):
            need = self.needs[number]
            require(number >= 0 and need is not None, "a need is not this room's")
            least, spots = need  # type: ignore[misc]  # refused above where it is None
            require(spots <= self.scope, "a need is not this part's")
            terms.append((share, -1, dict.fromkeys(spots, 1), least))
        for share, sign, times, limit in terms:
            require(type(share) is int and share > 0, "a weight is not above nothing")
            total += sign * share * (limit - sum(times[spot] for spot in used if spot in times))
            for spot, count in times.items():
                if spot in bare:
                    bare[spot] -= sign * share * count
        require(all(short <= 0 for short in bare.values()), "the weights do not cover every spot")
        require(total // over <= most, f"the weights come to {total}/{over}, which is more than {most}")


def outlines(number: int, bed: dict[str, Any], suffix: str, between: str) -> Any:
    """Yield each way to use a bed: its place, the outline measured from, and where it is seen."""
    x, y = Fraction(bed["x" + suffix]), Fraction(bed["y" + suffix])
    if between == "centres":
        yield number, [(x, y)], (x, y)
        return
    cos, sin = turned(Fraction(bed.get("heading_deg") or 0))
    half = Fraction(bed["length" + suffix]) / 2
    if between == "heads":
        for place, end in ((number, half), (-number, -half)):
            if place > 0 or bed.get("head", "").lower() != "fixed":
                head = (x + end * cos, y + end * sin)
                yield place, [head], head
        return
    side = Fraction(bed["width" + suffix]) / 2
    corners = [
        (x + a * half * cos - b * side * sin, y + a * half * sin + b * side * cos)
        for a, b in ((1, 1), (-1, 1), (-1, -1), (1, -1))
    ]
    yield number, corners, (x, y)


def turned(degrees: Fraction) -> tuple[Fraction, Fraction]:
    """Return the cosine and sine of an angle to nine decimals, by their power series."""
    angle = Fraction(round(degrees % 360 * PI / 180 * 10**25), 10**25)
    sums, term = [Fraction(0)] * 4, Fraction(1)
    for power in range(60):
        sums[power % 4] += term
        term = Fraction(round(term * angle / (power + 1) * 10**25), 10**25)
    cos, sin = sums[0] - sums[2], sums[1] - sums[3]
    return Fraction(round(cos * NINE_PLACES), NINE_PLACES), Fraction(round(sin * NINE_PLACES), NINE_PLACES)


def side(start: Any, end: Any, point: Any) -> int:
    """Return above zero where a point is left of the line from start to end, below where right."""
    return int(
        (end[0] - start[0]) * (point[1] - start[1]) - (end[1] - start[1]) * (point[0] - start[0])
    )


def crosses(wall: list[int], one: Any, other: Any) -> bool:
    """Return whether a wall crosses the line between two points that are on either side of it."""
    start, end = wall[:2], wall[2:]
    if side(start, end, one) * side(start, end, other) >= 0:
        return False
    return side(one, other, start) * side(one, other, end) <= 0


def closer(one: Any, other: Any, room: int) -> bool:
    """Return whether two outlines (or points) come closer than the square root of `room`."""
    apart = False
    for points, outline in ((one, other), (other, one)):
        for start, end in zip(outline, outline[1:] + outline[:1], strict=True):
            beyond = True
            for point in points:
                dx, dy = end[0] - start[0], end[1] - start[1]
                px, py = point[0] - start[0], point[1] - start[1]
                along, across, length = px * dx + py * dy, dx * py - dy * px, dx * dx + dy * dy
                if along <= 0:
                    near = px * px + py * py < room
                elif along >= length:
                    near = (point[0] - end[0]) ** 2 + (point[1] - end[1]) ** 2 < room
                else:
                    near = across * across < room * length
                if near:
                    return True
                beyond = beyond and across <= 0
            apart = apart or beyond
    return not apart  # outlines that overlap have no edge with the other wholly beyond it
