namespace DigitalEmblem.Issuer.CheckPage.Naming;

/// <summary>How a name looks to a person, beside its A-label form, which is what the DNS is asked about.</summary>
/// <param name="InScript">The name in its own script; null if it is the same as the A-label form.</param>
/// <param name="Mixed">The labels that mix scripts.</param>
/// <param name="TakenFor">The plain name that it can be taken for; null if there is none.</param>
internal sealed record NameLook(string? InScript, IReadOnlyList<string> Mixed, string? TakenFor)
{
    /// <summary>That of a name.</summary>
    public static NameLook Of(DomainName name)
    {
        string text = name.ToUnicode();
        return text == name.ToString()
            ? new NameLook(null, [], null)
            : new NameLook(text, [.. text.Split('.').Where(Scripts.AreMixed)], LookAlikes.InAscii(text));
    }
}
