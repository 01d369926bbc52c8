namespace DigitalEmblem.Data.Archives;

/// <summary>Faults of members in words.</summary>
internal static class MemberFaults
{
    public static string Words(MemberFault fault) => fault switch
    {
        MemberFault.OtherSize => "has more or fewer bytes than the archive states",
        MemberFault.Broken => "cannot be unpacked: its compressed form is broken",
        MemberFault.HasMore => "has bytes behind its compressed content, which are not covered",
        MemberFault.OtherCrc => "has another CRC-32 than the archive states",
        _ => "is as stated",
    };
}
