using System.Text.RegularExpressions;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Storage;

/// <summary>
/// Code that expects one row where there may be two. When this fails, an ordinary act makes every later call fail, and no call mends it: so
/// the renewal of a certificate once stopped all endorsements.
/// </summary>
public partial class SingleRowsTests
{
    /// <summary>What stands before the call, or what it is called with; and why there is no second.</summary>
    private static readonly (Regex Use, string Reason)[] Justified =
    [
        (new(@"\.Single\w*\( ?\w+ => \w+\.Id == "), "An identity is the primary key."),
        (new(@"Organizations\.Single"), "The organization is set up once (SetUpOrganization)."),
        (new(@"(Heads|heads|Heads\.AsNoTracking\(\))\.Single"), "The migration makes the one head of the journal."),
        (new(@"ence == sequence\)\.Select\(e => e\.Hash\) \.Single"), "The number of a line is the primary key."),
        (new(@"Vantages\.Single\w+\(v => v\.Name == "), "Names of vantages have a unique index."),
        (new(@"LogRounds\.Single"), "A round is made only if there is none, under the lock of the journal."),
        (new(@"FollowedLogs\.Single"), "A unique index holds it."),
        (new(@"WatchRounds\.Single"), "A round is made only if there is none, under the lock of the journal."),
        (new(@"ApiKeys\.Single\w+\(k => k\.Hash == "), "Hashes of API keys have a unique index."),
        (new(@"(Sessions|Invitations)\.Single\w+\(\w => \w\.Hash == "), "Hashes of tokens and links have a unique index."),
        (new(@"Credentials\.Single\w+\(c => c\.PasskeyId == "), "Identities of passkeys have a unique index."),
        (new(@"Persons(\.AsNoTracking\(\))?\.Single\w+\(p => p\.Handle == "), "Handles have a unique index."),
        (new(@"PersonNames\.Single\w+\(n => n\.Handle == "), "Handles have a unique index."),
        (new(@"ForgottenNames\.Single"), "All are in one row, which is made only if there is none, under the lock of the journal."),
        (new(@"Subjects\.Single\w+\(s => s\.Subject == "), "Subjects have a unique index."),
        (new(@"\bKeys\.Single\w+\(k => k\.Identifier == "), "Key identifiers have a unique index."),
        (new(@"Targets\.Single\w+\(t => t\.Place == "), "Places have a unique index."),
        (new(@"Assets\.Single\w+\(\s*a => a\.Name == "), "Names of assets have a unique index."),
        (new(@"Data\.SingleOrDefaultAsync\(d => d\.Root == "), "Roots of data have a unique index."),
        (
            new(@"eys\.Single\w+\(\s*k => k\.Use == KeyUse\.(Root|Emblem)"),
            "Of one use one key is active: taking one into use retires the one before (EndorsementsInForce, CompletedRoll)."),
        (new(@"held\.SingleOrDefault\(e => e\.KeyId == top\.Id && !e\.IsExternal\)"), "A newer endorsement supersedes the one before."),
        (new(@"PemBlock\.In\(pem\)\.Single\(\)"), "Not a row: the service wrote the file."),
        (new(@"All\.Single\(a => a\.Algorithm == "), "Not a row: a table in the code."),
    ];

    [Fact]
    public void EverySingle_HasAReason()
    {
        string source = Path.Combine(Repository.Root, "src", "DigitalEmblem.Issuer");
        List<string> uses = [.. Directory.EnumerateFiles(source, "*.cs", SearchOption.AllDirectories).SelectMany(Uses)];

        Assert.True(uses.Count > 40, $"{uses.Count} uses found");
        Assert.All(uses, u => Assert.True(Justified.Any(j => j.Use.IsMatch(u)), u));
    }

    private static IEnumerable<string> Uses(string path)
    {
        string text = File.ReadAllText(path);
        return Single().Matches(text).Select(m => Space().Replace(
            text[Math.Max(0, m.Index - 50)..Math.Min(text.Length, m.Index + m.Length + 50)], " "));
    }

    [GeneratedRegex(@"\.Single(OrDefault)?(Async)?\(")]
    private static partial Regex Single();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
