namespace DigitalEmblem.Issuer.Domain;

/// <summary>
/// A person, or a program, that calls the API: one handle, whatever keys and subjects of the identity provider belong to it. To the
/// four-eyes rule one person is one, by a key or by the provider.
/// </summary>
internal sealed class Person : Entity
{
    /// <summary>The longest handle.</summary>
    public const int LongestHandle = 64;

    // The actor of the service's own lines in the journal.
    private const string Service = "service";

    private Person()
    {
    }

    /// <summary>
    /// The name in the journal: ASCII letters in lower case, digits and the signs . - _, so that no two look alike. It is never given
    /// again, also not after the person ended.
    /// </summary>
    public string Handle { get; private init; } = "";

    /// <summary>Since when.</summary>
    public DateTimeOffset CreatedAt { get; private init; }

    /// <summary>When it ended, with all its keys and subjects; null while it has not.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>A new person.</summary>
    public static Person Create(string handle, DateTimeOffset at) => new() { Id = NewId(at), Handle = Canonical(handle), CreatedAt = at };

    /// <summary>Whether it can be a handle.</summary>
    public static bool IsHandle(string? handle) => handle is { Length: > 0 and <= LongestHandle }
        && handle.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_')
        && !handle.Equals(Service, StringComparison.OrdinalIgnoreCase);

    /// <summary>A handle as it is kept: letter case does not tell two people apart.</summary>
    /// <exception cref="RefusedException">It can be no handle.</exception>
    public static string Canonical(string handle) => IsHandle(handle)
        ? handle.ToLowerInvariant()
        : throw new RefusedException(
            Refusal.Malformed,
            $"A handle has 1 to {LongestHandle} letters a to z, digits and the signs . - _ (letters of other alphabets look like these), "
                + $"and is not '{Service}': choose such a one.");

    /// <summary>Refuses unless it may get keys and subjects.</summary>
    public void RequireOpen()
    {
        if (EndedAt is { } ended)
        {
            throw new RefusedException(
                Refusal.WrongState, $"{Handle} ended at {ended:u}, and the handle is not given again: choose another handle.");
        }
    }

    /// <summary>Ends it. This cannot be taken back.</summary>
    public void End(DateTimeOffset at)
    {
        RequireOpen();
        EndedAt = at;
    }
}
