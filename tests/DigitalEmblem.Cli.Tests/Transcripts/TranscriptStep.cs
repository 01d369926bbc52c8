namespace DigitalEmblem.Cli.Tests.Transcripts;

/// <summary>A command of a transcript, and what the document says that it prints.</summary>
/// <param name="Command">The line after the dollar sign.</param>
/// <param name="Shown">The lines below it.</param>
internal sealed record TranscriptStep(string Command, IReadOnlyList<string> Shown);
