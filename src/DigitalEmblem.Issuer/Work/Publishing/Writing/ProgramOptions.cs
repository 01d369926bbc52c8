using DigitalEmblem.Issuer.Work.Publishing.Writing.Programs;

namespace DigitalEmblem.Issuer.Work.Publishing.Writing;

/// <summary>A program of the organization that puts records into zones.</summary>
internal sealed class ProgramOptions
{
    /// <summary>
    /// The whole path of the program. It is started without a shell. Anyone who can change this setting, or the file, runs what they like
    /// as this service, which can sign emblems.
    /// </summary>
    public string Path { get; set; } = "";

    /// <summary>Its arguments. Anyone who can change them can have it do something else.</summary>
    public IList<string> Arguments { get; set; } = [];

    /// <summary>
    /// How long it may take; a second to five minutes. Then it is ended, with what it started. Anyone who sets it too short has slow
    /// providers taken for faulty ones.
    /// </summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>What is wrong with it, each fault in a sentence.</summary>
    /// <param name="setting">Its name in the configuration.</param>
    public IEnumerable<string> Validate(string setting)
    {
        if (!System.IO.Path.IsPathFullyQualified(Path))
        {
            yield return $"{setting}:Path is '{Path}', and no whole path as /usr/local/lib/emblem-issuer/to-provider.";
        }
        else if (!File.Exists(Path))
        {
            yield return $"{setting}:Path: there is no file '{Path}', or this service's user may not see it.";
        }
        else if (ProgramFile.Fault(Path) is { } fault)
        {
            yield return $"{setting}:Path: {fault}";
        }

        if (Timeout < TimeSpan.FromSeconds(1) || Timeout > TimeSpan.FromMinutes(5))
        {
            yield return $"{setting}:Timeout lies between a second and five minutes.";
        }
    }
}
