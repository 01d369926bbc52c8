namespace DigitalEmblem;

/// <summary>Tells exchange files from each other and from tokens.</summary>
internal static class ExchangeFile
{
    /// <summary>Which exchange file this says it is. Nothing else in it is looked at: what it names may still not be one.</summary>
    /// <param name="file">The bytes of a file.</param>
    public static ExchangeKind KindOf(ReadOnlyMemory<byte> file)
    {
        if (file.Length > ExchangeLimits.MaxAnswerBytes || file.Span.TrimStart(" \t\r\n"u8) is not [(byte)'{', ..])
        {
            return ExchangeKind.None;
        }

        try
        {
            return StrictJson.ReadObject(file, ExchangeJson.FormatOf) switch
            {
                ExchangeJson.SigningRequestFormat => ExchangeKind.SigningRequest,
                ExchangeJson.SigningAnswerFormat => ExchangeKind.SigningAnswer,
                ExchangeJson.EndorsementRequestFormat => ExchangeKind.EndorsementRequest,
                _ => ExchangeKind.None,
            };
        }
        catch (TokenFormatException)
        {
            return ExchangeKind.None;
        }
    }
}
