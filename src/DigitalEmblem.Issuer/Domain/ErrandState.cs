namespace DigitalEmblem.Issuer.Domain;

/// <summary>Where an errand stands.</summary>
internal enum ErrandState
{
    /// <summary>Its rows are being stored. One that stays so was cut off, and nothing of it is done.</summary>
    Receiving = 0,

    /// <summary>The rounds of any instance carry it on.</summary>
    Open,

    /// <summary>All rows were gone through; its faults tell which could not be done.</summary>
    Done,

    /// <summary>A person ended it. What was done before stays.</summary>
    Cancelled,
}
