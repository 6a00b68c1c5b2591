namespace Analyzer.Tests.Dissection.Smtp;

/// <summary>Whole dialogues of every kind, for tests of what must hold for all of them.</summary>
static class SmtpTranscripts
{
    static readonly Dictionary<string, string> s_scripts = new()
    {
        ["plain"] = SmtpScript.UpToBody + """
            C: Subject: one
            C+
            C+ text
            C+ ..led by a dot
            C+ .
            S: 250 2.0.0 queued
            """ + SmtpScript.Closing,
        ["empty mail"] = SmtpScript.UpToBody + """
            C: .
            S: 250 queued
            """ + SmtpScript.Closing,
        ["two mails"] = SmtpScript.UpToBody + """
            C: Subject: one
            C: .
            S: 250 queued
            C: MAIL FROM:<>
            S: 250 ok
            C: RCPT TO:<bob@b.example>
            S: 550 no
            C: RCPT TO:<eve@b.example>
            S: 250 ok
            C: DATA
            S: 354 go
            C: Subject: two
            C: ..
            C: .
            S: 554 5.7.1 no spam
            """ + SmtpScript.Closing,
        ["pipelined"] = SmtpScript.Opening + """
            C: MAIL FROM:<ann@a.example>
            C+ RCPT TO:<bob@b.example>
            C+ RCPT TO:<no@b.example>
            C+ DATA
            S: 250 ok
            S+ 250 ok
            S+ 550 5.1.1 unknown
            S+ 354 go
            C: Subject: one
            C+ .
            C+ MAIL FROM:<ann@a.example>
            C+ RCPT TO:<eve@b.example>
            C+ DATA
            S: 250 queued
            S+ 250 ok
            S+ 250 ok
            S+ 354 go
            C: Subject: two
            C+ .
            C+ QUIT
            S: 250 queued
            S+ 221 bye
            """,
        ["refused"] = SmtpScript.Opening + """
            C: MAIL FROM:<ann@a.example>
            C+ RCPT TO:<no@b.example>
            C+ DATA
            S: 250 ok
            S+ 550 no
            S+ 554 5.5.1 no valid recipients
            C: RSET
            S: 250 ok
            C: MAIL FROM:<ann@a.example>
            S: 250 ok
            C: RCPT TO:<bob@b.example>
            S: 250 ok
            C: DATA
            S: 354 go
            C: Subject: x
            C+ .
            S: 250 ok
            """ + SmtpScript.Closing,
        ["chunks"] = SmtpScript.UpToRecipient + """
            C: BDAT 9
            C+ 1234567
            S: 250 ok
            C: BDAT 3 LAST
            C+ .\
            C+
            S: 250 queued
            C: MAIL FROM:<ann@a.example>
            C+ RCPT TO:<bob@b.example>
            C+ BDAT 5 LAST
            C+ abcde\
            C+ QUIT
            S: 250 ok
            S+ 250 ok
            S+ 250 queued
            S+ 221 bye
            """,
        ["abandoned chunks"] = SmtpScript.UpToRecipient + """
            C: BDAT 4
            C+ abcd\
            S: 250 ok
            C: RSET
            S: 250 ok
            """ + SmtpScript.Closing,
        ["logins"] = SmtpScript.Opening + """
            C: AUTH PLAIN
            S: 334 \x20\
            S+
            C: AHRpbQBzZWNyZXQ=
            S: 535 5.7.8 no
            C: AUTH LOGIN
            S: 334 VXNlcm5hbWU6
            C: dGlt
            S: 334 UGFzc3dvcmQ6
            C: c2VjcmV0
            S: 235 2.7.0 welcome
            """ + SmtpScript.Closing,
        ["tls"] = SmtpScript.Opening + """
            C: STARTTLS
            S: 220 2.0.0 go ahead
            C: \x16\x03\x01\x00\x05hello\
            S: \x16\x03\x03\x00\x05world\
            C: \x17\x03\x03\x00\x02\r\n\
            S: \x17\x03\x03\x00\x04250 \
            """,
        ["errors"] = SmtpScript.Opening + """
            C: NOOP
            S: 250 ok
            C: VRFY bob
            S: 252 maybe
            C: EXPN staff
            S: 250-Ann <ann@a.example>
            S+ 250 Bob <bob@a.example>
            C: FOO bar
            S: 500 what
            C: HELP
            S: 214-commands
            S+ 214 end
            C: BDAT x
            S: 501 no size
            S: 421 4.4.2 timeout
            """,
        ["lmtp"] = """
            S: 220 mx.example LMTP
            C: LHLO ws.example
            S: 250-mx.example
            S+ 250 PIPELINING
            C: MAIL FROM:<ann@a.example>
            C+ RCPT TO:<one@b.example>
            C+ RCPT TO:<two@b.example>
            C+ RCPT TO:<no@b.example>
            C+ DATA
            S: 250 ok
            S+ 250 ok
            S+ 250 ok
            S+ 550 no
            S+ 354 go
            C: Subject: x
            C+ .
            S: 250 delivered
            S+ 452 full
            """ + SmtpScript.Closing,
        ["reset in the message"] = SmtpScript.UpToBody + """
            C: Subject: cut
            C: more
            [reset]
            """,
    };

    public static string Get(string name) => s_scripts[name];

    public static TheoryData<string> Names => [.. s_scripts.Keys];
}
