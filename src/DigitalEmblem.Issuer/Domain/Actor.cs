namespace DigitalEmblem.Issuer.Domain;

/// <summary>Who acts: a person, a program of the organization, or the service itself.</summary>
/// <param name="Name">The handle, for the four-eyes rule; the journal holds its pseudonym.</param>
/// <param name="Credential">
/// What showed it: the identity of an API key; <see cref="ByProvider"/> and a digest of the subject for a token of the identity provider;
/// <see cref="BySession"/> and the identity of a session; <see cref="ByWay"/> and the identity of a way to sign in, when a session begins;
/// <see cref="ByInvitation"/> and the identity of an invitation, when it is accepted;
/// <see cref="ByUser"/> and a user of the operating system for a command. Null for the service's own work.
/// </param>
/// <param name="Reason">Why, in the words of the caller; each line of the call has it. Null if none was given.</param>
internal sealed record Actor(string Name, string? Credential = null, string? Reason = null)
{
    /// <summary>The beginning of the credential of those for whom the identity provider vouches.</summary>
    public const string ByProvider = "oidc:";

    /// <summary>The beginning of the credential of those who are signed in.</summary>
    public const string BySession = "session:";

    /// <summary>The beginning of the credential of those who accept an invitation.</summary>
    public const string ByInvitation = "invitation:";

    /// <summary>The beginning of the credential of those who sign in by a passkey or a password.</summary>
    public const string ByWay = "credential:";

    /// <summary>The beginning of the credential of those who use a command on the machine of the service.</summary>
    public const string ByUser = "user:";

    private const string Command = "command:";

    /// <summary>The user who runs a command on this machine. No person has such a handle.</summary>
    public static Actor OfCommand(string command) => new(Command + command, ByUser + Environment.UserName);

    /// <summary>Whether a name is that of a command, and not of a person.</summary>
    public static bool IsCommand(string name) => name.StartsWith(Command, StringComparison.Ordinal);

    /// <summary>Whether it is the operator, by a command on the machine of the service, who can write to the database anyway.</summary>
    public bool IsOperator => Credential?.StartsWith(ByUser, StringComparison.Ordinal) == true;

    /// <summary>An actor without a credential.</summary>
    public static implicit operator Actor(string name) => new(name);

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
