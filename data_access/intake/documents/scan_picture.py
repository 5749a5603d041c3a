"""A scanned page as a picture: opened within bounds, cleaned of shade and seals, turned level and square.

Pictures are numpy arrays as OpenCV has them: rows, columns and, where in colour, blue-green-red; grey: 255 is paper.
"""

from collections.abc import Iterator
from io import BytesIO

import cv2
import numpy as np
from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from data_access.intake.documents.grid import Unreadable
from data_access.intake.documents.limits import Limits
from data_access.intake.documents.scan import check_pages

LONG, SHORT = 2600, 1700                                      # pixels of the longer side that are worked on
_MOST = 12                                                    # degrees of skew that are straightened
EXPECTED = "清晰、端正的扫描件或照片"


def pictures(data: bytes, limits: Limits) -> Iterator[np.ndarray]:
    """The frames of a picture file in colour, of a size to work on. Raises Unreadable (too big, broken)."""
    Image.MAX_IMAGE_PIXELS = None                             # checked here, with a message of our own
    try:
        with Image.open(BytesIO(data)) as picture:
            check_pixels(picture.width, picture.height, limits)
            check_pages(getattr(picture, "n_frames", 1), limits)
            for frame in ImageSequence.Iterator(picture):
                check_pixels(frame.width, frame.height, limits)
                frame.draft("RGB", (LONG, LONG))              # JPEG: decoded smaller where that is enough
                yield sized(_coloured(ImageOps.exif_transpose(frame)))
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, ZeroDivisionError) as error:
        raise Unreadable("图片打不开，可能不完整或已损坏。请重新扫描或重新发送。", found="打不开的图片",
                         expected=EXPECTED) from error


def check_pixels(width: int, height: int, limits: Limits) -> None:
    """Raise Unreadable for a picture with more pixels than the limit."""
    if width * height > limits.scan_pixels:
        most = limits.scan_pixels // 1_000_000
        raise Unreadable(f"图片有 {width}×{height} 像素，超过上限 {most} 百万像素，没有读取。"
                         "请用 200 至 300 dpi 重新扫描。", found=f"{width}×{height}", expected=f"至多 {most} 百万像素")


def _coloured(frame: Image.Image) -> np.ndarray:
    if frame.mode in ("RGBA", "LA", "PA") or "transparency" in frame.info:
        frame = Image.alpha_composite(Image.new("RGBA", frame.size, "white"), frame.convert("RGBA"))
    if frame.mode.startswith("I;16") or frame.mode in ("I", "F"):
        values = np.asarray(frame, dtype=np.float32)
        frame = Image.fromarray(np.uint8(255 * values / max(1.0, float(values.max()))))
    return cv2.cvtColor(np.asarray(frame.convert("RGB")), cv2.COLOR_RGB2BGR)


def sized(picture: np.ndarray) -> np.ndarray:
    """A picture brought to a size to work on, its shape kept."""
    longer = max(picture.shape[:2])
    scale = min(1.0, LONG / longer) if longer >= SHORT else min(2.0, SHORT / longer)
    if scale == 1.0:
        return picture
    return cv2.resize(picture, None, fx=scale, fy=scale,
                      interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC)


def cleaned(picture: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(the page in grey without shade and without red seals, where seals were: non-zero)."""
    seals = _seals(picture)
    around = cv2.dilate(seals, np.ones((15, 15), np.uint8)) > 0
    grey = np.where(around, picture[:, :, 2], cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY))
    small = cv2.resize(grey, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    paper = cv2.medianBlur(cv2.dilate(small, np.ones((9, 9), np.uint8)), 41)
    paper = cv2.resize(paper, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_LINEAR)
    even = cv2.divide(grey, np.maximum(paper, 40), scale=255)
    if around.any():                                          # the seal's own red is as light as paper now, or made so
        light = 0.92 * float(np.median(even[seals > 0]))
        near = cv2.dilate(seals, np.ones((7, 7), np.uint8)) > 0
        even[near] = np.clip(even[near] * (255 / max(light, 100)), 0, 255)
    return even, seals


def _seals(picture: np.ndarray) -> np.ndarray:
    """The red pixels of a seal: red areas as high and as wide as a seal is. Red print and pencil marks stay."""
    blue, green, red = (channel.astype(np.int16) for channel in cv2.split(picture))
    is_red = np.uint8((red - np.maximum(green, blue) > 28) & (red > 70))
    size = max(picture.shape[:2]) // 100
    blots = cv2.morphologyEx(is_red, cv2.MORPH_CLOSE, np.ones((size, size), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(blots)
    least = 0.05 * max(picture.shape[:2])
    kept = [n for n in range(1, count) if min(stats[n, cv2.CC_STAT_WIDTH], stats[n, cv2.CC_STAT_HEIGHT]) > least]
    return np.uint8(np.isin(labels, kept) & (is_red > 0)) * 255


def level(picture: np.ndarray, *others: np.ndarray) -> list[np.ndarray]:
    """A grey page and what lies over it, turned by the small angle at which its longest lines run level."""
    angle = _skew(picture)
    return [rotated(one, angle) for one in (picture, *others)] if abs(angle) > 0.05 else [picture, *others]


def rotated(picture: np.ndarray, angle: float) -> np.ndarray:
    """A page turned by some degrees; what comes in at the corners is paper (or, on a mask, nothing)."""
    height, width = picture.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1)
    grown = (int(width + abs(np.sin(np.radians(angle))) * height), int(height + abs(np.sin(np.radians(angle))) * width))
    turn[:, 2] += (grown[0] - width) / 2, (grown[1] - height) / 2
    return cv2.warpAffine(picture, turn, grown, flags=cv2.INTER_CUBIC, borderValue=_edge(picture))


def _edge(picture: np.ndarray) -> int:
    return 0 if picture.max(initial=0) == 0 or np.median(picture) == 0 else 255


def _skew(picture: np.ndarray) -> float:
    """The angle, in degrees, of the longest straight lines against the nearer of the two directions."""
    half = cv2.resize(cv2.erode(picture, np.ones((2, 2), np.uint8)), None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    shortest = max(half.shape) // 12
    lines = cv2.HoughLinesP(np.uint8(half < 180) * 255, 1, np.pi / 1440, 120, minLineLength=shortest, maxLineGap=4)
    if lines is None:
        return 0.0
    lines = lines.reshape(-1, 4).astype(float)
    across, down = lines[:, 2] - lines[:, 0], lines[:, 3] - lines[:, 1]
    angles = (np.degrees(np.arctan2(down, across)) + 45) % 90 - 45
    lengths = np.hypot(across, down)
    order = np.argsort(angles)
    middle = np.searchsorted(np.cumsum(lengths[order]), lengths.sum() / 2)
    angle = float(angles[order][middle])
    return angle if abs(angle) <= _MOST else 0.0


def squared(picture: np.ndarray, corners: np.ndarray, *others: np.ndarray) -> list[np.ndarray]:
    """A page seen at a slant, pulled so that the four corners (from upper left, clockwise) make a rectangle."""
    (x0, y0), (x1, y1) = corners.min(axis=0), corners.max(axis=0)
    straight = np.float32([[x0, y0], [x1, y0], [x1, y1], [x0, y1]])
    pull = cv2.getPerspectiveTransform(np.float32(corners), straight)
    return [cv2.warpPerspective(one, pull, one.shape[1::-1], flags=cv2.INTER_CUBIC, borderValue=_edge(one))
            for one in (picture, *others)]
