using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace DigitalEmblem.Issuer.Storage.Postgres.Migrations
{
    /// <inheritdoc />
    internal partial class HeadsAreCounted : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "sent_heads",
                columns: table => new
                {
                    Place = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    Sequence = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_sent_heads", x => x.Place);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "sent_heads");
        }
    }
}
