namespace DigitalEmblem.Issuer.Worker;

/// <summary>A command line of the issuer that <see cref="CommandLoop"/> runs.</summary>
/// <param name="Folder">The working folder.</param>
/// <param name="Variables">Variables, beside those of the process.</param>
/// <param name="Words">Its words.</param>
internal sealed record CommandCall(string Folder, Dictionary<string, string> Variables, string[] Words);

/// <summary>How it ended.</summary>
/// <param name="Code">Its exit code.</param>
/// <param name="Output">What it wrote to standard output.</param>
/// <param name="Error">What it wrote to standard error.</param>
internal sealed record CommandAnswer(int Code, string Output, string Error);
