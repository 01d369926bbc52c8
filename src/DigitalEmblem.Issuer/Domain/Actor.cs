namespace DigitalEmblem.Issuer.Domain;

/// <summary>Who acts: a person, a program of the organization, or the service itself.</summary>
/// <param name="Name">The name, for the journal and for the four-eyes rule.</param>
/// <param name="Credential">
/// What showed the name: the identity of an API key, or <c>oidc</c> for a token of the identity provider. Null for the service's own work
/// and for commands on its machine.
/// </param>
internal sealed record Actor(string Name, string? Credential = null)
{
    /// <summary>An actor without a credential.</summary>
    public static implicit operator Actor(string name) => new(name);

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
