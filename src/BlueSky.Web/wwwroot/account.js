// Without a secure context (HTTPS, or this machine itself) a browser does not keep the session's cookie: say so before the password is typed.
if (!window.isSecureContext) document.getElementById("insecure")?.removeAttribute("hidden");
