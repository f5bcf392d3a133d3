"""Places by their names: what a unit with a proper name is, how it is written out, and of which level it is."""

import re
from functools import cache, lru_cache

from pipeline.extract.agencies.registry import CENTRAL_CITIES, PLACE_LEVELS, registry, tables
from pipeline.extract.vocabulary import alternatives, key

# --- territories -----------------------------------------------------------------------------------------------------

# `Hội` with the next syllable as names of places have them, and no association: `xã Hội Sơn`, `xã Tân Hội Đông`.
HOI_OF_PLACES = r"Hội (?:An|Bình|Châu|Cư|Đức|Giang|Hoan|Hòa|Hợp|Hưng|Khánh|Lộc|Long|Mỹ|Nga|Nghĩa|Ninh|Phú|Phước|Sơn|Tân|Tây|Thành|Thịnh|Thương|Tiến|Trung|Vân|Xá|Xuân|Đông(?! y))(?!\w)"

# What begins with a capital after a unit and is no name of a place: another body, the next sentence of a title, a word in capitals.
# Half of them are the first syllable of names too (`quận Thanh Bình`, `huyện Yên Sở`), so the second syllable decides.
NOT_NAMES = (
    rf"(?!{HOI_OF_PLACES})(?:Sở|Bộ|Ban|Hội|Phòng|Đoàn|Cục|Vụ|Viện|Tổ|Báo|Đài|Về) +[\p{{Lu}}\d]|Giao (?:Sở|Bộ|Ban|Phòng|Cục|Vụ|Chi|Ủy|UBND|Công|Thanh|Văn|Trung|Chủ|Giám|Thủ|Trưởng|Các|Hội|Đoàn|Tổ|Viện|Báo|Đài|Kho|Tòa)(?!\w)|Trường (?:\p{{Lu}}{{2}}|\d|Đại|Cao (?:đẳng|Đẳng)|Trung (?:học|cấp)|Tiểu|Mầm|Mẫu|Chính|Phổ|Quân|Cán|Sĩ|Dạy|Đảng)|UBND|UB|HĐND|MTTQ|UBMTTQ|(?:Ủy|Trên|Theo|Khi|Để|Các|Và|Nơi|Lưu|Nhiệm|Khóa|Khoá|Trưởng|Phó) "
    r"|Hội (?:đồng|nghị|viên)|Ban (?:hành|chấp|chỉ|thường)|Báo cáo|Bộ (?:chỉ|đội|tư)|Đoàn (?:đại|viên|thể)|Tổ chức|Giao cho|Công (?:an|đoàn|ty|văn|chức|tác)|Mặt trận|Trung (?:tâm|ương|đoàn)|Chi (?:cục|bộ|nhánh|hội|đoàn)"
    r"|Văn (?:phòng|bản|hóa)|Tòa án|Viện kiểm|Liên (?:đoàn|minh|hiệp|hợp|quan)|Đảng (?:ủy|bộ|đoàn)|Thanh (?:tra|niên)|Căn cứ|Kết luận|Kế hoạch|Thông (?:báo|tư)|Chủ (?:tịch|trì|nhiệm|động)|Thực hiện|Phối hợp|Chỉ (?:đạo|huy|thị)|Xây dựng"
    r"|Bảo (?:hiểm|đảm|vệ|tàng)|Kho bạc|Ngân (?:hàng|sách)|Bệnh viện|Thường (?:trực|vụ|xuyên)|Kỳ họp|(?:TỈNH|HUYỆN|QUẬN|THỊ XÃ|THÀNH PHỐ) +\p{Lu}|(?:Số|Độc|Cộng|VÀ|VỀ|NĂM|THỰC|TRIỂN|BAN|GIAI|SỞ|PHÒNG|KHÓA|KHOÁ|SỐ|ĐỘC|CỘNG|TỔ|THEO|TRÊN|ĐẾN|NHIỆM|LẦN|CHO|VỚI|TRONG|CỦA|TẠI|ĐỢT|PHỐI|NÂNG|ĐẨY|HỖ|CÁC|XÂY|KIỂM|PHÊ|GIẢM|CHUYỂN|TIẾP|RÀ|NHẰM|ĐỂ)\b"
)
CAPITALIZED = r"\p{Lu}[\w'’]*"


@cache
def territory_pattern() -> str:
    """Pattern of what may follow a head: ``tỉnh Kon Tum``, ``các huyện, thị xã``, ``cấp xã``, ``Đăk Lăk``; group-free."""
    r = registry()
    units = r.grammar["units"]
    unit = alternatives([u for level in units.values() for u in level])
    known = alternatives([form for entry in r.provinces for form in [entry["name"], *entry.get("spellings", []), *entry.get("codes", [])]])
    whole = alternatives([form for entry in r.provinces for form in entry.get("whole_codes", [])])
    number = rf"\d{{1,2}}(?!\d|[./-]\d)(?! +(?:{alternatives(tables()['measures'])})(?!\w))"
    name = (
        rf"(?:(?i:{known})(?!\w)(?: +{number})?|(?!{NOT_NAMES}){CAPITALIZED}(?: {{1,2}}(?!{NOT_NAMES}){CAPITALIZED}){{0,3}}(?: +{number})?|{number})"
    )
    central = r"(?: +trực +thuộc +(?:(?i:trung ương)|TW|TƯ|T\.Ư)(?!\w))"
    single = rf"(?:T[PXT]\.(?=\p{{Lu}})|(?i:{unit})(?!\w)(?! +(?:(?!{HOI_OF_PLACES})(?i:hội|đội|đoàn|ủy|trưởng|viên|luận|tắc|nghĩa))(?!\w))|TP\.?(?=[\p{{Lu}} ])|T[XT]\.(?=[\p{{Lu}} ]))"
    # `các huyện, thành, thị`
    short = r"(?i:(?:thành|thị)(?= *(?:[,;.\n\t)]|$))|(?:(?<=thành, )thị|(?<=thị, )thành)(?! +(?:xã|phố|trấn|ủy|đoàn|hội|trường))(?!\w))"
    hamlets = r"(?i:(?<=(?:thôn|ấp|xóm|phố), (?:các )?)(?:bản|buôn|làng|khối phố)(?!\w))"  # which alone are other words too
    listed = rf"{single}(?:(?: *[,/] *| *- *| +và +)(?:(?:các|những) +)?(?:{single}|{short}|{hamlets}|T[PXT](?!\w)))*"
    counted = r"\d{1,3}|hai|ba|bốn|sáu|bảy|tám|chín|mười"
    levels = r"(?i:tỉnh|huyện|xã|thành phố|quận|cơ sở(?! +(?:khám|y tế|giáo dục|đào tạo|sản xuất|kinh doanh|dữ liệu|vật chất|hạ tầng))|trung ương)"
    return (
        rf"(?:(?i:{whole})(?!\w)|(?:ở +(?=(?:các +)?(?:thôn|tổ dân phố|khu dân cư|tỉnh|huyện|quân khu)))?(?:(?i:các|những|tất cả các|toàn bộ các|từng|{counted}) +)?(?:{listed})(?: *{name})?{central}?"
        rf"|(?i:vùng) +(?:[IVX]{{1,4}}|\d{{1,2}})(?![\w./-])"
        rf"|(?i:cấp) +{levels}(?:(?: *[,/] *| *- *| +và +|, +)(?:(?i:cấp) +)?{levels})*(?!\w)"
        rf"|(?i:các cấp|cùng cấp|hai cấp|các địa phương|các đơn vị, địa phương|địa phương|sở tại|cơ sở)(?!\w)|(?i:{known})(?!\w))"
    )


@lru_cache(8192)  # the same few units stand in every document
def territory_name(surface: str) -> str:
    """A territory as a norm writes it: units in lower case, names in capitals, abbreviations written out.

    >>> territory_name("TỈNH THỪA THIÊN HUẾ"), territory_name("TP trực thuộc TW")
    ('tỉnh Thừa Thiên Huế', 'thành phố trực thuộc Trung ương')
    """
    r = registry()
    text = " ".join(surface.split())
    if key(text) in r.whole_codes:
        return r.whole_codes[key(text)]
    unit = text[: len(text) - len(re.sub(r"(?i)^(?:tỉnh|thành phố|TP\b\.?) ?", "", text))]
    if name := r.province_codes.get(key(text[len(unit) :])):
        text, surface = unit + name, unit
    text = re.sub(r"\bTP\b\.? ?", "thành phố ", text, flags=re.I)
    text = re.sub(r"\bTX\b\.? ?", "thị xã ", text)
    text = re.sub(r"(, )TT\b", r"\1thị trấn", text)
    text = re.sub(r"(, )(thành|thị)(?=,|$)", lambda m: m[1] + {"thành": "thành phố", "thị": "thị xã"}[m[2]], text)
    text = re.sub(r"\b(?:TW|TƯ)(?!\w)", "Trung ương", text)
    text = re.sub(r"\b(tr)ị trấn\b", "thị trấn", text)
    capitals = surface.isupper()
    words = text.split(" ")
    units = {w for level in r.grammar["units"].values() for u in level for w in u.casefold().split()} | {
        "các",
        "cấp",
        "và",
        "trực",
        "thuộc",
        "trung",
        "ương",
        "cùng",
        "địa",
        "phương",
        "cơ",
        "sở",
    }
    out = []
    for word in words:
        if word.casefold().strip(",/-") in units and (
            capitals or word[:1].islower() or word.casefold().strip(",") in ("tỉnh", "huyện", "xã", "phường", "quận", "các", "cấp")
        ):
            out.append(word.casefold())
        else:
            out.append(word.capitalize() if capitals and len(word) > 1 and word.strip("IVX") else word)
    return re.sub(r" *- *(?=(?:huyện|xã|phường|quận|thị|tỉnh|thành))", ", ", re.sub(r" +,", ",", " ".join(out))).strip()


def _says_several_levels(text: str) -> bool:
    """Whether units without a name are of several levels: ``các huyện, xã``, but not ``các huyện, thị xã``."""
    unit = _unit()
    return (
        re.fullmatch(rf"(?:các )?{unit.pattern}(?:(?:,| và|,? và các|-) ?{unit.pattern})+", text) is not None
        and len({PLACE_LEVELS[found] for found in unit.findall(text) if found in PLACE_LEVELS}) > 1
    )


@cache
def _unit() -> "re.Pattern[str]":
    return re.compile("(?:" + "|".join(sorted([*PLACE_LEVELS, "thành phố"], key=len, reverse=True)) + ")")


@lru_cache(8192)
def territory_level(surface: str) -> str:
    """The level that a territory says: province, district, commune, ``none`` for several, ``document`` and ``city`` where only the document tells.

    >>> territory_level("các huyện, thành phố Tân An"), territory_level("cấp tỉnh, cấp xã"), territory_level("huyện, xã")
    ('district', 'none', 'none')
    """
    text = territory_name(surface).casefold()
    if not text:
        return "document"
    if "cùng cấp" in text:
        return "previous"
    if "các cấp" in text or "hai cấp" in text:
        return "none"
    if "địa phương" in text or "sở tại" in text:
        return "default"
    levels = {level for unit, level in PLACE_LEVELS.items() if re.search(rf"(?<!\w){unit}(?!\w)", text)}
    if "cấp cơ sở" in text or text == "cơ sở":
        return "commune"
    if "cấp trung ương" in text:
        levels.add("central")
    if "thành phố" in text:
        if "trực thuộc trung ương" in text or (any(city in text for city in CENTRAL_CITIES) and "các" not in text):
            levels.add("province")
        elif not levels:
            named = text.replace("thành phố", "").removeprefix("cấp").strip()
            return "district" if named and not named.startswith("các") else "city"
        elif levels == {"province"} or levels == {"commune"}:
            pass
    if not levels:
        return "province" if key(surface) in registry().province_names or key(surface) in registry().whole_codes else "document"
    if len(levels) > 1 and levels != {"province"}:
        return (
            "district"
            if levels == {"district"}
            else "none"
            if text.startswith("cấp") or _says_several_levels(text)
            else sorted(levels, key=["commune", "district", "province", "central"].index)[-1]
        )
    return levels.pop()
