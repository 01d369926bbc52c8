using System.Text.RegularExpressions;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Journal;

/// <summary>What the journal calls people by, and who they are: both ways, for those who write, audit and read it.</summary>
internal sealed partial class Pseudonyms
{
    /// <summary>Stands in place of a handle that a line only mentions, and that was forgotten meanwhile.</summary>
    public const string Forgotten = "p:forgotten";

    // Databases bound the number of parameters.
    private const int AtOnce = 500;

    private readonly Dictionary<string, string> _byHandle = [];
    private readonly Dictionary<string, string> _byPseudonym = [];

    private Pseudonyms(IEnumerable<PersonName> names)
    {
        // A row that was changed from outside names nobody.
        foreach (PersonName name in names.Where(n => n.IsTrue))
        {
            (_byHandle[name.Handle], _byPseudonym[name.Pseudonym]) = (name.Pseudonym, name.Handle);
        }
    }

    /// <summary>
    /// Those that a change writes. A handle that has none gets one, in the same change; this is where a handle is refused that was
    /// forgotten.
    /// </summary>
    /// <param name="database">The database, in the change.</param>
    /// <param name="held">Names in its rows and subjects, and its actor. Those that are no handles are left out.</param>
    /// <param name="mentioned">Names that its lines only mention.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="RefusedException">A handle of <paramref name="held"/> was forgotten.</exception>
    public static async Task<Pseudonyms> ToWriteAsync(
        IssuerContext database, IEnumerable<string> held, IEnumerable<string> mentioned, CancellationToken cancellationToken)
    {
        HashSet<string> needed = HandlesIn(held), all = [.. needed, .. HandlesIn(mentioned)];
        List<PersonName> names = await NamesAsync(database, all, cancellationToken);
        all.ExceptWith(names.Select(n => n.Handle));
        ForgottenNames? forgotten = all.Count == 0 ? null : await database.ForgottenNames.SingleOrDefaultAsync(cancellationToken);
        List<string> gone = [.. all.Where(h => forgotten?.Has(h) == true)];
        if (gone.Find(needed.Contains) is { } refused)
        {
            throw new RefusedException(
                Refusal.AlreadyThere,
                $"The handle {refused} belonged to a person who was forgotten, and is not given again: choose another handle.");
        }

        PersonName[] made = [.. all.Except(gone).Select(PersonName.Create)];
        database.PersonNames.AddRange(made);
        var pseudonyms = new Pseudonyms(names.Concat(made));
        gone.ForEach(h => pseudonyms._byHandle[h] = Forgotten);
        return pseudonyms;
    }

    /// <summary>All that there are. There are as many as people.</summary>
    public static async Task<Pseudonyms> AllAsync(IssuerContext database, CancellationToken cancellationToken) =>
        new(await database.PersonNames.AsNoTracking().ToListAsync(cancellationToken));

    /// <summary>Those that stand in lines of the journal.</summary>
    public static async Task<Pseudonyms> OfLinesAsync(
        IssuerContext database, IEnumerable<JournalEntry> lines, CancellationToken cancellationToken)
    {
        HashSet<string> found =
        [
            .. lines.SelectMany(l => new[] { l.Actor, l.Subject, l.Details }).SelectMany(t => Form().Matches(t)).Select(m => m.Value),
        ];
        var names = new List<PersonName>();
        foreach (string[] some in found.Chunk(AtOnce))
        {
            names.AddRange(await database.PersonNames.AsNoTracking().Where(n => some.Contains(n.Pseudonym)).ToListAsync(cancellationToken));
        }

        return new Pseudonyms(names);
    }

    /// <summary>How the journal writes a name for which a reader asks: the pseudonym of a handle, any other name as it is.</summary>
    public static async Task<string> OfAsync(IssuerContext database, string name, CancellationToken cancellationToken) =>
        Person.IsHandle(name)
            ? new Pseudonyms(await NamesAsync(database, [Person.Canonical(name)], cancellationToken))
                ._byHandle.GetValueOrDefault(Person.Canonical(name), name)
            : name;

    /// <summary>The pseudonym of a handle that has one; any other name as it is.</summary>
    public string Of(string name) =>
        _byHandle.GetValueOrDefault(name, name);

    /// <summary>A text of the journal for readers: handles in place of the pseudonyms, as far as they are not forgotten.</summary>
    public string Show(string text) => Form().Replace(text, m => _byPseudonym.GetValueOrDefault(m.Value, m.Value));

    private static HashSet<string> HandlesIn(IEnumerable<string> names) => [.. names.Where(Person.IsCanonical)];

    private static async Task<List<PersonName>> NamesAsync(
        IssuerContext database, IReadOnlyCollection<string> handles, CancellationToken cancellationToken)
    {
        var names = new List<PersonName>();
        foreach (string[] some in handles.Chunk(AtOnce))
        {
            names.AddRange(await database.PersonNames.Where(n => some.Contains(n.Handle)).ToListAsync(cancellationToken));
        }

        return names;
    }

    [GeneratedRegex("(?<![0-9A-Za-z])p:[0-9a-f]{32}(?![0-9a-f])")]
    private static partial Regex Form();
}
