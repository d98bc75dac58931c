from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('vocabulary', '0003_term_dates'),
    ]

    operations = [
        migrations.CreateModel(
            name='ShippedEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('vocabulary', models.CharField(help_text='Label of the model: `vocabulary.Term`.', max_length=60)),
                ('code', models.CharField(max_length=80)),
                ('digests', models.JSONField(default=dict, help_text='By field.')),
            ],
            options={
                'verbose_name': 'shipped entry',
                'verbose_name_plural': 'shipped entries',
                'constraints': [models.UniqueConstraint(fields=('vocabulary', 'code'), name='one_shipped_entry')],
            },
        ),
    ]
