namespace DigitalEmblem.TestSupport.AdemJs;

/// <summary>The strongest result that adem-js reports.</summary>
public enum AdemJsLevel
{
    /// <summary>INVALID.</summary>
    Invalid = 0,

    /// <summary>SIGNED.</summary>
    Signed,

    /// <summary>ORGANIZATIONAL.</summary>
    Organizational,

    /// <summary>ENDORSED.</summary>
    Endorsed,
}
