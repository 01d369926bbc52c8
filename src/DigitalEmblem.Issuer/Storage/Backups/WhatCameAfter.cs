using System.Globalization;
using DigitalEmblem.Issuer.Domain;
using Microsoft.Data.Sqlite;

namespace DigitalEmblem.Issuer.Storage.Backups;

/// <summary>
/// What a restored database does not know, by the database that was put aside: what would be published or opened again. Lines that begin
/// with <c>#</c> are for people; the others are names and roots, as <c>issuer withdraw -</c> reads them.
/// </summary>
/// <param name="Lines">How many lines of the journal came after.</param>
/// <param name="Withdrawn">Names and roots that were withdrawn, and that the restored database has as marked.</param>
/// <param name="ForPeople">The rest, a line each.</param>
internal sealed record WhatCameAfter(long Lines, IReadOnlyList<string> Withdrawn, IReadOnlyList<string> ForPeople)
{
    // Each compares the restored database (main) with the one of after. Only columns that no version has given another meaning.
    private const string Names =
        // One that is not there any more was withdrawn and removed from the list; its name may be on it anew, and marked.
        "SELECT m.Name FROM main.assets m LEFT JOIN after.assets a ON a.Id = m.Id WHERE (a.State = $1 OR a.Id IS NULL) AND m.State = $2 "
            + "AND NOT EXISTS (SELECT 1 FROM after.assets n WHERE n.Name = m.Name AND n.State = $2) ORDER BY m.Name",
        Roots = "SELECT a.Root FROM after.marked_data a JOIN main.marked_data m ON m.Id = a.Id WHERE a.State = $1 AND m.State = $2 "
            + "ORDER BY a.Root",
        Keys = "SELECT a.Identifier, a.\"Use\", a.State, a.SuspendedAt, a.EndedAt, a.Reference, a.Custody FROM after.keys a "
            + "JOIN main.keys m ON m.Id = a.Id WHERE m.State IN ($1, $2) AND m.SuspendedAt IS NULL "
            + "AND (a.SuspendedAt IS NOT NULL OR a.State NOT IN ($1, $2)) ORDER BY a.Id",
        ApiKeys = "SELECT a.Id, p.Handle FROM after.api_keys a JOIN main.api_keys m ON m.Id = a.Id JOIN main.persons p ON p.Id = "
            + "m.PersonId WHERE a.RevokedAt IS NOT NULL AND m.RevokedAt IS NULL ORDER BY a.Id",
        Forgotten = "SELECT m.Handle FROM after.persons a JOIN main.persons m ON m.Id = a.Id WHERE a.Handle <> m.Handle ORDER BY m.Handle",
        Ended = "SELECT m.Handle FROM after.persons a JOIN main.persons m ON m.Id = a.Id "
            + "WHERE a.EndedAt IS NOT NULL AND m.EndedAt IS NULL AND a.Handle = m.Handle ORDER BY m.Handle",
        Roles = "SELECT m.Handle, m.Roles, a.Roles FROM after.persons a JOIN main.persons m ON m.Id = a.Id "
            + "WHERE (m.Roles & ~a.Roles) <> 0 AND a.EndedAt IS NULL ORDER BY m.Handle",
        Ways = "SELECT DISTINCT p.Handle FROM main.credentials m JOIN main.persons p ON p.Id = m.PersonId "
            + "LEFT JOIN after.credentials a ON a.Id = m.Id LEFT JOIN after.persons b ON b.Id = p.Id "
            + "WHERE m.RevokedAt IS NULL AND (a.Id IS NULL OR a.RevokedAt IS NOT NULL) AND b.EndedAt IS NULL ORDER BY p.Handle",
        Invitations = "SELECT DISTINCT m.Handle FROM main.invitations m LEFT JOIN after.invitations a ON a.Id = m.Id "
            + "WHERE m.AcceptedAt IS NULL AND m.EndedAt IS NULL AND (m.ExpiresAt IS NULL OR m.ExpiresAt > $1) "
            + "AND (a.Id IS NULL OR a.AcceptedAt IS NOT NULL OR a.EndedAt IS NOT NULL) ORDER BY m.Handle",
        Given = "SELECT a.Subject, a.KeyIdentifier FROM after.register a JOIN main.register m ON m.Id = a.Id "
            + "WHERE a.RevokedSince IS NOT NULL AND m.RevokedSince IS NULL ORDER BY a.Subject",
        Marked = "SELECT count(*) FROM after.assets a LEFT JOIN main.assets m ON m.Id = a.Id "
            + "WHERE a.State = $1 AND (m.Id IS NULL OR m.State <> $1)",
        MarkedRoots = "SELECT count(*) FROM after.marked_data a LEFT JOIN main.marked_data m ON m.Id = a.Id "
            + "WHERE a.State = $1 AND (m.Id IS NULL OR m.State <> $1)",
        Withdrawals = "SELECT count(*) FROM after.errands WHERE State = $1 AND Kind = $2",
        GoingOn = "SELECT count(*) FROM main.errands m LEFT JOIN after.errands a ON a.Id = m.Id "
            + "WHERE m.State = $1 AND (a.Id IS NULL OR a.State = $2)";

    /// <summary>Compares.</summary>
    /// <param name="restored">The restored database.</param>
    /// <param name="after">A copy of the one that was put aside, which is opened and closed.</param>
    /// <param name="sequence">The last line of the journal of the restored one.</param>
    /// <param name="at">The present: an invitation that is over opens nothing.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="SqliteException">One of them cannot be read.</exception>
    public static async Task<WhatCameAfter> OfAsync(
        SqliteConnection restored, string after, long sequence, DateTimeOffset at, CancellationToken cancellationToken)
    {
        Task<List<T>> Rows<T>(string query, Func<SqliteDataReader, T> read, params object[] values) =>
            SqliteFile.ReadAsync(restored, query, read, cancellationToken, values);
        static string Text(SqliteDataReader row) => Printable.Text(row.GetString(0));

        await Rows("ATTACH $1 AS after", _ => 0, after);
        object marked = (int)AssetState.Marked, withdrawn = (int)AssetState.Withdrawn;
        List<string> again = [.. await Rows(Names, Text, withdrawn, marked), .. await Rows(Roots, Text, withdrawn, marked)];
        List<string> people = [.. await Rows(Keys, Key, (int)KeyState.Pending, (int)KeyState.Active)];
        people.AddRange(await Rows(ApiKeys, r => $"issuer access revoke {r.GetGuid(0)}   (of {r.GetString(1)}: it was revoked)"));
        people.AddRange(await Rows(Ended, r => $"issuer access end {Text(r)}"));
        people.AddRange(await Rows(Forgotten, r => $"issuer access end {Text(r)} ; issuer access forget {Text(r)}"));
        people.AddRange(await Rows(Roles, RolesOf));
        people.AddRange((await Rows(Ways, Text)).Union(await Rows(Invitations, Text, at.UtcTicks)).Order(StringComparer.Ordinal).Select(h =>
            $"{h}: a way to sign in, or an invitation, was taken away or used. Invite this person anew (issuer access invite {h} --role "
                + "…), and end all sessions at the person's page."));
        people.AddRange(await Rows(Given, r =>
            $"The endorsement of {Text(r)} for its key {r.GetString(1)} was revoked: have it revoked again before it is renewed."));
        people.AddRange(await CountedAsync(Rows));
        long lines = (await Rows("SELECT count(*) FROM after.journal WHERE Sequence > $1", r => r.GetInt64(0), sequence))[0];
        return new WhatCameAfter(lines, again, people);
    }

    private static async Task<List<string>> CountedAsync(Func<string, Func<SqliteDataReader, long>, object[], Task<List<long>>> rows)
    {
        async Task<long> Count(string query, params object[] values) => (await rows(query, r => r.GetInt64(0), values))[0];

        var told = new List<string>();
        if (await Count(Withdrawals, (int)ErrandState.Open, (int)ErrandKind.Withdraw) is > 0 and var withdrawals)
        {
            told.Add($"Errands of withdrawal that were under way: {withdrawals}. Not all of their names may stand here: ask who started "
                + "them.");
        }

        if (await Count(GoingOn, (int)ErrandState.Open, (int)ErrandState.Cancelled) is > 0 and var going)
        {
            told.Add($"Errands that were cancelled and go on: {going}. Cancel them again (POST /api/v1/errands/ID/cancel).");
        }

        long names = await Count(Marked, (int)AssetState.Marked), roots = await Count(MarkedRoots, (int)AssetState.Marked);
        if (names + roots > 0)
        {
            told.Add($"Marked since, and not marked here: {names} names, {roots} roots of data. Mark them again.");
        }

        return told;
    }

    private static string Key(SqliteDataReader row)
    {
        (var use, var state) = ((KeyUse)row.GetInt32(1), (KeyState)row.GetInt32(2));
        string what = row.IsDBNull(3) ? $"is {state} since {Instant(row, 4)}" : $"is suspended since {Instant(row, 3)}";
        string next = (Custody.KeyCustody)row.GetInt32(6) == Custody.KeyCustody.File
            ? $"put its file aside ({Printable.Text(row.GetString(5))})"
            : "keep the service from it";
        return $"The key {Printable.Text(row.GetString(0))} ({use}) {what}, and signs again here: {next} until it is suspended again.";
    }

    private static string RolesOf(SqliteDataReader row)
    {
        (var here, var then) = ((AccessRoles)row.GetInt32(1), (AccessRoles)row.GetInt32(2));
        return $"{Printable.Text(row.GetString(0))} has the roles {here} here, and had only {then}: take away the others.";
    }

    private static string Instant(SqliteDataReader row, int column) => row.IsDBNull(column)
        ? "then"
        : new DateTimeOffset(row.GetInt64(column), TimeSpan.Zero).ToString("u", CultureInfo.InvariantCulture);
}
