namespace DigitalEmblem.Data.Archives;

/// <summary>The forms of archives that carry signs.</summary>
internal enum ArchiveForm
{
    Zip,
    Tar,
}
