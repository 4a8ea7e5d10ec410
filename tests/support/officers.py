"""People of the department for tests of the whole program: an account, a telephone with its codes, a browser's cookies."""
import base64
import hashlib
import hmac
import http.client
import re
import struct
import time
import urllib.parse

import temujanji as t

PASSWORD = "lampu sungai gitar"
HALF_MINUTE = 30


def code_of(secret, later=0):
    """What an authenticator shows: RFC 6238 with SHA-1, six digits."""
    counter = struct.pack(">Q", int(time.time()) // HALF_MINUTE + later)
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    offset = digest[19] & 15
    return f"{(struct.unpack('>I', digest[offset:offset + 4])[0] & 0x7fffffff) % 1_000_000:06}"


class Browser:
    """Keeps cookies and the page seen last, at one server and then at others. Not thread-safe."""

    def __init__(self, server):
        self.port, self.cookies, self.page = server.port, {}, ""
        self.connection = None

    def at(self, server):
        """The same person goes on at another server."""
        self.port = server.port
        return self

    def call(self, method, path, fields=None):
        """(status, headers) of a page, which stays as `page`. A form is sent with the token of the page seen before."""
        headers = self.cookie()
        body = None
        if fields is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
            body = urllib.parse.urlencode({"csrf": self.value("csrf"), **fields})
        response = self.send(method, path, body, headers)
        content = response.read().decode()
        for cookie in response.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.split(";")[0].partition("=")
            self.cookies[name] = value
        if content:
            self.page = content
        return response.status, response.headers

    def cookie(self):
        return {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}

    def attribute(self, name):
        """Of the first element that has it on the page; empty if none has."""
        found = re.search(rf' {re.escape(name)}="([^"]*)"', self.page)
        return found.group(1) if found else ""

    def send(self, *request):
        """The response, over the connection that is kept; over another if the server has closed that meanwhile."""
        if self.connection and self.connection.port == self.port:
            try:
                self.connection.request(*request)
                return self.connection.getresponse()
            except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
                pass
        if self.connection:
            self.connection.close()
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        self.connection.request(*request)
        return self.connection.getresponse()

    def get(self, path):
        status, _ = self.call("GET", path)
        assert status == 200, (path, status, self.page[-2000:])

    def post(self, path, expect=200, **fields):
        status, headers = self.call("POST", path, fields)
        assert status == expect, (path, status, self.page[-3000:])
        return headers

    def value(self, name):
        """Of the first input of that name on the page."""
        found = re.search(rf'<input[^>]*name="{re.escape(name)}"[^>]*value="([^"]*)"', self.page)
        return found.group(1) if found else ""


class Officer(Browser):
    """Somebody with an account, who has signed in."""

    def __init__(self, server, user_name, role, *offices):
        super().__init__(server)
        places = [word for office in offices for word in ("--office", office)]
        done = t.run("staff", "add", "--data", server.data, "--role", role, "--name", f"Pegawai {user_name}", *places, user_name)
        self.join(user_name, re.search(r"invitation: (\S+)", done.stdout).group(1))

    def join(self, user_name, invitation):
        self.get("/en/staff/join")
        self.post("/en/staff/join", user_name=user_name, invitation=invitation)
        secret = self.value("secret")
        shown = re.search(r"<code>([A-Z2-7]{32})</code>", self.page).group(1)
        self.post("/en/staff/join", user_name=user_name, invitation=self.value("invitation"), secret=secret,
                  password=PASSWORD, code=code_of(shown))
        self.get("/en/staff/sign-in")
        self.post("/en/staff/sign-in", expect=303, user_name=user_name, password=PASSWORD, code=code_of(shown, 1))
