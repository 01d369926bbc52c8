namespace DigitalEmblem.Data.Archives;

/// <summary>Whether a path is excluded, or lies below an excluded one.</summary>
internal static class Exclusion
{
    public static bool Covers(ValueList<EntryPath> exclusions, EntryPath path)
    {
        foreach (EntryPath excluded in exclusions)
        {
            ReadOnlySpan<byte> bytes = excluded.Bytes;
            if (path.Bytes.StartsWith(bytes) && (path.Bytes.Length == bytes.Length || path.Bytes[bytes.Length] == (byte)'/'))
            {
                return true;
            }
        }

        return false;
    }
}
