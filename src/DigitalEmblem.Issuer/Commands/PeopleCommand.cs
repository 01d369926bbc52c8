using System.CommandLine;
using System.Globalization;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.People;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Commands;

/// <summary><c>issuer access people</c>: who may call or sign in, as what, and by which ways.</summary>
internal static class PeopleCommand
{
    public static Command Create()
    {
        Command command = new Command(
            "people",
            "Lists the people and programs: handle, roles, ways to sign in and keys, since when, when they ended, and display name.")
            .WithSettings();
        command.SetAction(async (parsed, cancellationToken) =>
        {
            DateTimeOffset now = TimeProvider.System.GetUtcNow();
            IssuerStore store = await parsed.StoreAsync(cancellationToken);
            foreach (Person person in await store.ReadAsync(d => d.Persons.OrderBy(p => p.Handle).ToListAsync(cancellationToken)))
            {
                await Console.Out.WriteLineAsync(
                    await store.ReadAsync(d => LineAsync(d, person, now, cancellationToken)));
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static async Task<string> LineAsync(IssuerContext d, Person person, DateTimeOffset now, CancellationToken cancellationToken)
    {
        List<CredentialKind> ways = await d.Credentials.Where(c => c.PersonId == person.Id && c.RevokedAt == null).Select(c => c.Kind)
            .ToListAsync(cancellationToken);
        int keys = (await d.ApiKeys.Where(k => k.PersonId == person.Id && k.RevokedAt == null).ToListAsync(cancellationToken))
            .Count(k => k.IsUsableAt(now));
        int subjects = await d.Subjects.CountAsync(s => s.PersonId == person.Id && s.EndedAt == null, cancellationToken);
        AccessRoles all = person.Roles | await PersonRoles.OfKeysAsync(d, person, now, cancellationToken);
        string[] by =
        [
            .. Counted(ways.Count(w => w == CredentialKind.Passkey), "passkey"),
            .. Counted(ways.Count(w => w == CredentialKind.PasswordWithCode), "password"),
            .. Counted(keys, "key"),
            .. Counted(subjects, "provider subject"),
        ];
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{person.Handle}  {all}  {(by.Length == 0 ? "no way in" : string.Join(", ", by))}  since {person.CreatedAt:u}"
                + $"{(person.EndedAt is { } ended ? $"  ended {ended:u}" : "")}"
                + $"{(person.DisplayName is { } name ? $"  {PrintableLine.Of(name)}" : "")}");
    }

    private static IEnumerable<string> Counted(int count, string what) =>
        count == 0 ? [] : [string.Create(CultureInfo.InvariantCulture, $"{count} {what}{(count == 1 ? "" : "s")}")];
}
