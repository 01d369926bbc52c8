namespace DigitalEmblem.Cli.Scanning;

/// <summary>The form of a scan's output (spec/scan.md).</summary>
internal enum ScanFormat
{
    Jsonl = 0,
    Csv,
}
