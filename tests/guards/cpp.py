"""A small reader of C++ for the guards: blanks out comments and literals, and finds functions and co_await."""
import re


def blank(source, keep_strings=False):
    """The source with comments (and string and character literals) replaced by spaces; lines stay lines."""
    pattern = re.compile(
        r'//[^\n]*|/\*.*?\*/|R"(?P<mark>[^(\s]*)\(.*?\)(?P=mark)"|"(?:\\.|[^"\\\n])*"|(?<![0-9a-fA-F])\'(?:\\.|[^\'\\\n])+\'',
        re.S)

    def spaces(match):
        found = match.group(0)
        if keep_strings and not found.startswith(("//", "/*")):
            return found
        return re.sub(r"[^\n]", " ", found)

    return pattern.sub(spaces, source)


def line_of(source, offset):
    return source.count("\n", 0, offset) + 1


def closing(source, opening):
    """Offset of the bracket that closes the one at `opening`; the end of the source if there is none."""
    pairs = {"(": ")", "{": "}", "[": "]"}
    stack = []
    for offset in range(opening, len(source)):
        char = source[offset]
        if char in pairs:
            stack.append(pairs[char])
        elif stack and char == stack[-1]:
            stack.pop()
            if not stack:
                return offset
    return len(source)


NOT_A_FUNCTION = re.compile(r"\b(namespace|class|struct|enum|union)\b[^;(){}]*$|=\s*$|\b(if|for|while|switch|catch|do|else|try)\b[^;{}]*$|,\s*$|[(\[]\s*$|\breturn\b[^;{}]*$")


def functions(blanked):
    """Yields (first line, lines, head) of each function body, lambdas inside counted with their function."""
    offset = 0
    while True:
        opening = blanked.find("{", offset)
        if opening < 0:
            return
        start = max(blanked.rfind(mark, 0, opening) for mark in ";{}") + 1
        head = blanked[start:opening]
        if ")" in head and not NOT_A_FUNCTION.search(head.strip() + " "):
            end = closing(blanked, opening)
            first = line_of(blanked, start + len(head) - len(head.lstrip()))
            yield first, line_of(blanked, end) - first + 1, " ".join(head.split())
            offset = end
        else:
            offset = opening + 1
