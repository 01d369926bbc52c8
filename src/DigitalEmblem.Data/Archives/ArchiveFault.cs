namespace DigitalEmblem.Data.Archives;

/// <summary>Makes the one exception for archives that are not as the rules ask.</summary>
internal static class ArchiveFault
{
    private const string Part = "archive";

    public static DataFormatException At(long? offset, string reason) => new(reason, Part, offset);

    public static DataFormatException Of(EntryPath path, string reason) => new($"'{path}' {reason}", Part);
}
