using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using DigitalEmblem.Issuer.CheckPage;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.CheckPage;

/// <summary>
/// What the check page leaves behind of a question. When these fail, a disk, a log, another server or the speed of an answer tells which
/// host a person asked about.
/// </summary>
[Trait("Category", "Servers")]
public sealed partial class CheckTracesTests(MarkedWorld world) : IClassFixture<MarkedWorld>
{
    private const int Checks = 1000;

    private static readonly string[] Asked =
        [MarkedWorld.Endorsed, MarkedWorld.Plain, MarkedWorld.Expired, MarkedWorld.Alone, MarkedWorld.International];

    [Fact]
    public async Task Kernel_SeesNoQuestionButThoseToResolverAndLogs_AndNoFileOpenedForWriting()
    {
        string trace = Path.GetTempFileName();
        try
        {
            await using (CheckPageProcess page = await CheckPageProcess.StartAsync(world, trace))
            {
                foreach (string name in Asked.Append(MarkedWorld.Dead))
                {
                    Assert.Equal(HttpStatusCode.OK, (await page.AskAsync(name)).Status);
                }

                Assert.Equal(HttpStatusCode.UnprocessableEntity, (await page.AskAsync("printer.local")).Status);
            }

            string[] lines = await File.ReadAllLinesAsync(trace);
            string[] sent = [.. lines.Where(l => SendsSomewhere().IsMatch(l) && !l.Contains("AF_UNSPEC", StringComparison.Ordinal))];
            string[] allowed =
            [
                $"{{sa_family=AF_INET, sin_port=htons({world.ResolverPort}), sin_addr=inet_addr(\"127.0.0.1\")",
                // .NET reaches IPv4 through sockets of IPv6.
                $"{{sa_family=AF_INET6, sin6_port=htons({world.LogPort}), sin6_flowinfo=htonl(0), "
                    + "inet_pton(AF_INET6, \"::ffff:127.0.0.1\"",
            ];
            Assert.All(allowed, a => Assert.Contains(sent, l => l.Contains(a, StringComparison.Ordinal)));
            Assert.Empty(sent.Where(l => !allowed.Any(a => l.Contains(a, StringComparison.Ordinal))).ToList());

            Assert.Contains(lines, l => l.Contains("prctl(PR_SET_DUMPABLE, SUID_DUMP_DISABLE", StringComparison.Ordinal)
                && l.EndsWith("= 0", StringComparison.Ordinal));

            // It was seen to read: otherwise nothing that follows would show anything.
            Assert.Contains(lines, l => l.Contains(world.LogList, StringComparison.Ordinal));
            // Devices are no files; the runtime changes some of its own figures in /proc.
            Assert.Empty(lines.Where(l => Writes().IsMatch(l) && !l.Contains("\"/dev/", StringComparison.Ordinal)
                && !l.Contains("\"/proc/self/", StringComparison.Ordinal) && !l.Contains("= -1", StringComparison.Ordinal)).ToList());
            Assert.Empty(lines.Where(l => l.Contains("openat", StringComparison.Ordinal) && Asked.Any(
                n => l.Contains(n, StringComparison.Ordinal))).ToList());
        }
        finally
        {
            File.Delete(trace);
        }
    }

    [Fact]
    public async Task AThousandChecks_LeaveNoNameOnDiskOrInTheLog()
    {
        await using CheckPageProcess page = await CheckPageProcess.StartAsync(world);
        await Parallel.ForAsync(0, Checks, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, _) =>
        {
            (HttpStatusCode status, string answer) = await page.AskAsync(Asked[i % Asked.Length], i / 4);
            Assert.True(status == HttpStatusCode.OK, answer);
        });

        string[] files = Directory.GetFiles(page.Folder, "*", SearchOption.AllDirectories);
        Assert.Empty(files.Where(f => Asked.Any(n => f.Contains(n, StringComparison.Ordinal)
            || File.ReadAllBytes(f).AsSpan().IndexOf(Encoding.ASCII.GetBytes(n)) >= 0)).ToList());
        Assert.Empty(files);
        Assert.Contains("Now listening", page.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("society", page.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AskedAgain_AsksResolverAndLogsAgain()
    {
        int questions = 0;
        // It fails every question, so that each is asked as often as the first time.
        using var resolver = new HostileServer((query, _) =>
        {
            Interlocked.Increment(ref questions);
            byte[] refused = [.. query];
            refused[2] |= 0x80;
            refused[3] = 5;
            return [refused];
        });
        CheckOptions options = CheckPageService.Options(world);
        await using CheckPageService service = await CheckPageService.StartAsync(options);
        int none = world.LogRequests.Count;
        await service.PageAsync(MarkedWorld.Endorsed);
        int first = world.LogRequests.Count - none;
        await service.PageAsync(MarkedWorld.Endorsed);
        Assert.NotEqual(0, first);
        Assert.Equal(first, world.LogRequests.Count - none - first);

        options.Resolvers = [$"{resolver.EndPoint}"];
        await using CheckPageService refusing = await CheckPageService.StartAsync(options);
        await refusing.PageAsync(MarkedWorld.Endorsed);
        int once = questions;
        await refusing.PageAsync(MarkedWorld.Endorsed);
        Assert.NotEqual(0, once);
        Assert.Equal(once, questions - once);
    }

    /// <summary>A message may tell the name, so the log has the kinds of exceptions and the place in the program alone.</summary>
    [Fact]
    public void Failure_IsLoggedWithoutItsMessage()
    {
        var log = new CollectingLogger();
        new Issuer.CheckPage.Stages.CheckFaults(log).Note(
            new InvalidOperationException($"about {MarkedWorld.Endorsed}", new IOException(MarkedWorld.Endorsed)), "/{language}");
        string line = Assert.Single(log.Lines);
        Assert.Contains("IOException in InvalidOperationException", line, StringComparison.Ordinal);
        Assert.DoesNotContain("society", line, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"\b(connect|sendto|sendmsg|sendmmsg)\(.*sin6?_port|\bconnect\(")]
    private static partial Regex SendsSomewhere();

    [GeneratedRegex(@"\b(open|openat|openat2)\(.*(O_WRONLY|O_RDWR|O_CREAT|O_TMPFILE|O_APPEND)"
        + @"|\b(creat|mkdir|mkdirat|rename\w*|link|linkat|symlink\w*)\(")]
    private static partial Regex Writes();
}
