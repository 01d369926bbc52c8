namespace DigitalEmblem.Issuer.Tests.Work;

/// <summary>A certificate authority and a log that all parties of a test believe.</summary>
internal sealed class TestTrust : IDisposable
{
    private readonly TestLog _log;

    public TestTrust(DateTimeOffset? now = null)
    {
        _log = new TestLog(LogKind.Rfc6962, (now ?? Now).AddDays(-10));
        Authority = new TestAuthority(now ?? Now);
        _log.Fill(3);
        _log.Publish();
    }

    public static DateTimeOffset Now { get; } = new(2026, 6, 17, 12, 0, 0, TimeSpan.Zero);

    public TestAuthority Authority { get; }

    public TestLog Log => _log;

    public byte[] LogList => TestLog.ListOf((_log, "https://log.test/"));

    /// <summary>Issues and logs the certificate that a request asks for.</summary>
    public string Certify(string requestPem)
    {
        string chain = TestAuthority.Pem(Authority.IssueFor(requestPem, [_log]));
        _log.Publish();
        return chain;
    }

    public void Dispose()
    {
        Authority.Dispose();
        _log.Dispose();
    }
}
