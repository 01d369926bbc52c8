namespace DigitalEmblem.TestSupport.AdemJs;

/// <summary>A broken rule of spec/jws-profile/adem-js.md.</summary>
public sealed class AdemJsFaultException : Exception
{
    /// <summary>A fault against one rule.</summary>
    public AdemJsFaultException(int rule)
        : base($"rule {rule}") => Rule = rule;

    /// <summary>The number of the rule.</summary>
    public int Rule { get; }
}
