namespace DigitalEmblem.Issuer.Storage;

/// <summary>Which change goes first while several wait for the database.</summary>
internal enum Precedence
{
    /// <summary>Withdrawals, and noting that their records are gone: they wait for the change under way, and for no other.</summary>
    Urgent = 0,

    /// <summary>What people and programs ask for.</summary>
    Ordinary,

    /// <summary>Work in many parts: errands, issuing.</summary>
    Patient,
}
