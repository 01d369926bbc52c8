namespace DigitalEmblem;

/// <summary>What an emblem's sign stands for, as a bitmap (core-02, claims: <c>prp</c>): 1 to 31 on the wire, bits combine.</summary>
[Flags]
public enum Purposes
{
    /// <summary>No purpose: never valid in the CWT profile.</summary>
    None = 0,

    /// <summary>Protective use of the red cross, red crescent or red crystal.</summary>
    Protective = 1,

    /// <summary>Indicative use of the same signs: affiliation with the Movement; gives no protection by itself.</summary>
    Indicative = 2,

    /// <summary>Works and installations containing dangerous forces.</summary>
    DangerousForces = 4,

    /// <summary>Civil defence.</summary>
    CivilDefence = 8,

    /// <summary>Cultural property.</summary>
    CulturalProperty = 16,

    /// <summary>All five bits.</summary>
    All = 31,
}
