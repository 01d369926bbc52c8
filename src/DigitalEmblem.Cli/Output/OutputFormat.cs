namespace DigitalEmblem.Cli.Output;

/// <summary>How a result is printed.</summary>
internal enum OutputFormat
{
    Text = 0,
    Json,
}
