"""The words of this module: what kinds of units, halls, windows and applicants there are."""

from __future__ import annotations

from enum import StrEnum


def words(kinds: type[StrEnum]) -> list[str]:
    """The words of a kind as plain text: constraints and migrations outlive the classes."""
    return [each.value for each in kinds]


class UnitKind(StrEnum):
    GOVERNMENT = "government"
    CENTRE = "centre"  # 行政服务中心: the body that runs halls
    HALL = "hall"  # 大厅、便民服务中心、便民服务室: the place
    DEPARTMENT = "department"
    SECTION = "section"  # 科室
    WINDOW = "window"
    OFFICE = "office"  # a management unit of the body above it: 办公室、业务室、督查室、代办科


class HallType(StrEnum):
    """The sorts of halls there are; none needs code of its own (R-001)."""

    CITY_CENTRE = "city_centre"
    DEPARTMENT_WINDOW = "department_window"
    STREET_STATION = "street_station"
    TOWNSHIP_CENTRE = "township_centre"
    VILLAGE_ROOM = "village_room"
    MINISTRY_HALL = "ministry_hall"
    TAX_HALL = "tax_hall"
    REAL_ESTATE_HALL = "real_estate_hall"
    QUALITY_HALL = "quality_hall"
    ENVIRONMENTAL_HALL = "environmental_hall"
    GRID_CENTRE = "grid_centre"


class HallLevel(StrEnum):
    """The three levels of the network, a county's centre standing with the cities' (R-003)."""

    CITY = "city"
    TOWNSHIP = "township"
    VILLAGE = "village"


class DecisionPlace(StrEnum):
    """Where a department decides what this hall takes in (C-13)."""

    HALL = "hall"  # its service section has moved in with all its powers; nobody else processes
    DEPARTMENT = "department"  # the hall takes in, the department's own sections decide


class WindowMode(StrEnum):
    ORDINARY = "ordinary"
    COMPREHENSIVE = "comprehensive"  # 综合窗口: one clerk for several departments
    SPECIAL = "special"  # 专门窗口: for another authority
    GREEN_CHANNEL = "green_channel"
    CONSULTATION = "consultation"


class WindowState(StrEnum):
    PREPARING = "preparing"  # not yet accepted: five in place are not all confirmed
    OPEN = "open"
    CLOSED = "closed"


class Device(StrEnum):
    """What stands at a window (R-019)."""

    DISPLAY = "display"
    CALLER = "caller"
    EVALUATION = "evaluation"
    ID_READER = "id_reader"
    SCANNER = "scanner"
    PRINTER = "printer"


class Point(StrEnum):
    """五到位: what an acceptance group confirms before a window opens (R-008)."""

    STAFF = "staff"  # 人员到位
    AUTHORISATION = "authorisation"  # 授权到位
    EQUIPMENT = "equipment"  # 办公机具到位
    BUSINESS = "business"  # 业务移交到位
    PROCEDURES = "procedures"  # 办事程序规范到位


class PersonKind(StrEnum):
    PERSON = "person"
    ORGANISATION = "organisation"
