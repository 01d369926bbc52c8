namespace DigitalEmblem.Data.Archives;

/// <summary>What is wrong with the content of a member.</summary>
internal enum MemberFault
{
    None = 0,

    /// <summary>It has more or fewer bytes than expected.</summary>
    OtherSize,

    /// <summary>It cannot be unpacked.</summary>
    Broken,

    /// <summary>Its compressed form has bytes behind its end.</summary>
    HasMore,

    /// <summary>Its CRC-32 is another one than the archive states.</summary>
    OtherCrc,
}
