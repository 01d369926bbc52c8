using System.Globalization;
using System.Text.Json;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Journal;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Reporting;

/// <summary>Counts what was done in a span of time, from the journal and the rows.</summary>
internal sealed class FindReport(IssuerStore store, TimeProvider clock)
{
    /// <summary>The shortest span: in a shorter one, a number could point at who was on duty.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromDays(28);

    // What two people do: the word of the journal, and what the report calls it.
    private static readonly Dictionary<string, string> ByTwo = new()
    {
        ["application.approved"] = "approvals of applications",
        ["endorsement.revoked"] = "revocations of endorsements",
        ["compromise.confirmed"] = "confirmations of compromises",
        ["access.confirmed"] = "confirmations of access",
        ["access.refused"] = "refusals of access",
    };

    // Alerts that tell what a person did.
    private static readonly AlertKind[] OfPeople = [AlertKind.AccessChanged, AlertKind.KeySuspended, AlertKind.CompromiseDeclared];

    private static readonly string[] MarksOfMany = ["assets.marked", "assets.withdrawn"];
    private static readonly string[] Marks = ["asset.marked", "data.marked", "asset.withdrawn", "data.withdrawn", .. MarksOfMany];
    private static readonly string[] Removals = ["emblems.removed", "emblems.lapsed"];

    /// <summary>Counts.</summary>
    /// <param name="from">From when.</param>
    /// <param name="to">Until when; that instant is not part of it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public Task<ServiceReport> RunAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        store.ReadAsync(async d =>
        {
            DateTimeOffset now = clock.GetUtcNow();
            (IReadOnlyList<MonthReport> months, WithdrawalTimes withdrawals) = await MarksAsync(d, from, to, cancellationToken);
            List<GivenEndorsement> ended = await d.Register.Where(g => g.RevokedSince >= from && g.RevokedSince < to
                || g.RevokedSince == null && g.Expires >= from && g.Expires < to && g.Expires < now).ToListAsync(cancellationToken);
            Dictionary<AlertKind, int> alerts = await d.Alerts.Where(a => a.Since >= from && a.Since < to).GroupBy(a => a.Kind)
                .Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);
            return new ServiceReport(
                from,
                to,
                await StatesAsync(d.Assets, cancellationToken),
                await StatesAsync(d.Data, cancellationToken),
                await PurposesAsync(d, cancellationToken),
                months,
                await d.Register.CountAsync(g => g.NotBefore >= from && g.NotBefore < to, cancellationToken),
                ended.Count,
                Enum.GetValues<AlertKind>().ToDictionary(
                    k => k.ToString(), k => new FewOrMore(alerts.GetValueOrDefault(k), OfPeople.Contains(k))),
                withdrawals,
                await PeopleAsync(d, now, cancellationToken),
                await ByTwoAsync(d, from, to, cancellationToken));
        });

    private static async Task<IReadOnlyDictionary<string, int>> StatesAsync<T>(IQueryable<T> marks, CancellationToken cancellationToken)
        where T : Markable
    {
        Dictionary<AssetState, int> counts = await marks.GroupBy(a => a.State).Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);
        return Enum.GetValues<AssetState>().ToDictionary(s => s.ToString(), counts.GetValueOrDefault);
    }

    private static async Task<IReadOnlyDictionary<string, int>> PurposesAsync(IssuerContext d, CancellationToken cancellationToken)
    {
        var counts = await d.Assets.Where(a => a.State == AssetState.Marked).GroupBy(a => a.Purposes)
            .Select(g => new { g.Key, Count = g.Count() }).ToListAsync(cancellationToken);
        counts.AddRange(await d.Data.Where(a => a.State == AssetState.Marked).GroupBy(a => a.Purposes)
            .Select(g => new { g.Key, Count = g.Count() }).ToListAsync(cancellationToken));
        return counts.GroupBy(c => PurposeNames.Joined(c.Key)).OrderBy(g => g.Key, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.Sum(c => c.Count));
    }

    private static async Task<IReadOnlyDictionary<string, int>> PeopleAsync(
        IssuerContext d, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var roles = (await d.Persons.Where(p => p.EndedAt == null).Select(p => new { p.Id, p.Roles }).ToListAsync(cancellationToken))
            .ToDictionary(p => p.Id, p => p.Roles);
        foreach (ApiKey key in (await d.ApiKeys.Where(k => k.RevokedAt == null).ToListAsync(cancellationToken))
            .Where(k => k.IsUsableAt(now) && roles.ContainsKey(k.PersonId)))
        {
            roles[key.PersonId] |= key.Roles;
        }

        return Enum.GetValues<AccessRoles>().Where(r => r != AccessRoles.None)
            .ToDictionary(r => r.ToString(), r => roles.Values.Count(p => p.HasFlag(r)));
    }

    private static async Task<IReadOnlyDictionary<string, FewOrMore>> ByTwoAsync(
        IssuerContext d, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        string[] words = [.. ByTwo.Keys];
        Dictionary<string, int> counts = await d.Journal.Where(e => words.Contains(e.Action) && e.At >= from && e.At < to)
            .GroupBy(e => e.Action).Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);
        return ByTwo.ToDictionary(w => w.Value, w => new FewOrMore(counts.GetValueOrDefault(w.Key)));
    }

    /// <summary>Reads the lines of marks and of removals, one after another: there may be very many.</summary>
    private static async Task<(IReadOnlyList<MonthReport> Months, WithdrawalTimes Withdrawals)> MarksAsync(
        IssuerContext d, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        string[] words = [.. Marks, .. Removals];
        var months = new SortedDictionary<string, (int Marked, int Withdrawn)>(StringComparer.Ordinal);
        var open = new Dictionary<string, (DateTimeOffset Since, DateTimeOffset? Removed)>();
        var took = new List<TimeSpan>();
        int notRemoved = 0;
        void End(string name)
        {
            if (open.Remove(name, out (DateTimeOffset Since, DateTimeOffset? Removed) one))
            {
                notRemoved += one.Removed is null ? 1 : 0;
                took.AddRange(one.Removed is { } removed ? [removed - one.Since] : Array.Empty<TimeSpan>());
            }
        }

        // Removals after the end belong to withdrawals before it.
        await foreach (var line in d.Journal
            .Where(e => words.Contains(e.Action) && e.At >= from && (e.At < to || Removals.Contains(e.Action)))
            .OrderBy(e => e.Sequence).Select(e => new { e.At, e.Action, e.Subject, e.Details }).AsAsyncEnumerable()
            .WithCancellation(cancellationToken))
        {
            if (Removals.Contains(line.Action))
            {
                foreach (string name in NamesIn(line.Details, "names").Where(open.ContainsKey))
                {
                    open[name] = (open[name].Since, line.At);
                }

                continue;
            }

            bool isWithdrawal = line.Action.EndsWith(".withdrawn", StringComparison.Ordinal);
            IReadOnlyList<string> names = MarksOfMany.Contains(line.Action) ? NamesIn(line.Details, "assets") : [line.Subject];
            string month = line.At.UtcDateTime.ToString("yyyy-MM", CultureInfo.InvariantCulture);
            (int marked, int withdrawn) = months.GetValueOrDefault(month);
            months[month] = isWithdrawal ? (marked, withdrawn + names.Count) : (marked + names.Count, withdrawn);
            foreach (string name in line.Action.StartsWith("asset", StringComparison.Ordinal) ? names : [])
            {
                End(name);
                if (isWithdrawal)
                {
                    open[name] = (line.At, null);
                }
            }
        }

        foreach (string name in open.Keys.ToList())
        {
            End(name);
        }

        return ([.. months.Select(m => new MonthReport(m.Key, m.Value.Marked, m.Value.Withdrawn))], WithdrawalTimes.Of(took, notRemoved));
    }

    // Names stand as texts, or as objects with a name.
    private static IReadOnlyList<string> NamesIn(string details, string member)
    {
        using var read = JsonDocument.Parse(details);
        return read.RootElement.TryGetProperty(member, out JsonElement all) && all.ValueKind == JsonValueKind.Array
            ? [.. all.EnumerateArray().Select(NameIn)]
            : [];
    }

    private static string NameIn(JsonElement one) =>
        (one.ValueKind == JsonValueKind.Object ? one.GetProperty("name") : one).GetString()!;
}
